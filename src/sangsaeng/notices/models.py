"""What people were told: the inbox, and the mail that went with it."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One message to one person, in their language, with the page to go to.

    ``dedupe_key`` makes telling somebody twice impossible (H18).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=300, blank=True)
    dedupe_key = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "dedupe_key"], name="a_person_is_told_once")
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="inbox")]

    def __str__(self) -> str:
        return self.title
