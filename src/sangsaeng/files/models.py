"""A stored file: its bytes live in the store under their SHA-256."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sangsaeng.files.choices import PICTURES


def blob_name(sha256: str) -> str:
    """Say where the bytes of a digest lie: two levels keep each folder small."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


class StoredFile(models.Model):
    """What somebody handed in once. The same bytes twice are two rows and one blob."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sha256_in_hex"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="no_empty_file"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def blob_name(self) -> str:
        return blob_name(self.sha256)

    @property
    def is_picture(self) -> bool:
        return self.media_type in PICTURES
