"""Who asked, in which order, and who got it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sangsaeng.agreements.models import Agreement
from sangsaeng.assets.choices import OPEN_REQUESTS, RequestState
from sangsaeng.assets.models.offer import Offer
from sangsaeng.organizations.models import Organization


class RequestQuerySet(models.QuerySet["Request"]):
    def reserves(self) -> Self:
        """Those waiting, in their order."""
        return self.filter(state=RequestState.RESERVE).order_by("order")


class Request(models.Model):
    """A firm asks for some of what is offered.

    ``order`` is the offer's own counter, taken under the offer's lock: of two
    requests in one millisecond the one that got the lock first is first (H2).
    """

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="requests")
    firm = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="requests")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    order = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField(default=1)
    purpose = models.TextField()
    state = models.CharField(max_length=20, choices=RequestState)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "order"], name="one_request_per_order"),
            models.UniqueConstraint(
                fields=["offer", "firm"],
                condition=~Q(state="WITHDRAWN"),
                name="a_firm_asks_once",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="request_of_at_least_one"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN_REQUESTS), ended_at=None)
                | (~Q(state__in=sorted(OPEN_REQUESTS)) & ~Q(ended_at=None) & ~Q(reason="")),
                name="ended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number people quote: ``R-2014-000123``."""
        return f"R-{timezone.localtime(self.requested_at).year}-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REQUESTS


class AwardQuerySet(models.QuerySet["Award"]):
    def live(self) -> Self:
        return self.filter(ended_at=None)


class Award(models.Model):
    """The decision that a request gets its units; live until it ends without a hand-over.

    While live its quantity counts against the offer's, in the database itself.
    """

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="award")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="awards")
    quantity = models.PositiveIntegerField()
    awarded_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    agreement = models.OneToOneField(
        Agreement, null=True, on_delete=models.PROTECT, related_name="award"
    )
    paid_won = models.BigIntegerField(null=True, blank=True)
    paid_recorded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="award_of_at_least_one"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("awarded_at")), name="time_to_answer_an_award"
            ),
            models.CheckConstraint(
                condition=Q(agreement=None) | ~Q(accepted_at=None),
                name="agreement_after_acceptance",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(accepted_at=None, ended_at=None),
                name="awards_waiting_for_an_answer",
            )
        ]

    def __str__(self) -> str:
        return f"award of {self.request_id}"
