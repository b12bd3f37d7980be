"""The hand-over: what left one firm and reached the other, said by both."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangsaeng.assets.models.allocation import Award
from sangsaeng.files.models import StoredFile
from sangsaeng.kernel.periods import Period
from sangsaeng.organizations.models import Organization


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def delivered(self) -> Self:
        """Hand-overs the giver recorded, confirmed by the taker or not."""
        return self.exclude(delivered_at=None)

    def confirmed_by_both(self) -> Self:
        return self.exclude(received_at=None)

    def delivered_in(self, period: Period) -> Self:
        return self.filter(delivered_at__gte=period.starts_at, delivered_at__lt=period.ends_at)

    def received_in(self, period: Period) -> Self:
        return self.filter(received_at__gte=period.starts_at, received_at__lt=period.ends_at)


class HandOver(models.Model):
    """Opened when both have signed; done when both have confirmed (I10)."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="hand_over")
    giver = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="hand_overs")
    opened_at = models.DateTimeField()
    serial = models.CharField(max_length=100, blank=True)
    delivery_note = models.TextField(blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    receipt_note = models.TextField(blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at=None) | ~Q(delivered_at=None),
                name="received_after_delivered",
            )
        ]

    def __str__(self) -> str:
        return f"hand-over of {self.award_id}"

    @property
    def number(self) -> str:
        """The number of the receipt: ``H-2014-000012``."""
        return f"H-{timezone.localtime(self.opened_at).year}-{self.pk:06d}"


class HandOverPhoto(models.Model):
    """A picture taken at the hand-over."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.hand_over_id}: {self.file_id}"
