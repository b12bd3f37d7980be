"""An offer: an asset, a right, a quantity, and the rule that was published first."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from sangsaeng.assets.choices import Audience, OfferState, PriceModel, Rule, Visibility
from sangsaeng.assets.models.asset import Asset
from sangsaeng.kernel.models import Searchable
from sangsaeng.organizations.models import Organization


class OfferQuerySet(models.QuerySet["Offer"]):
    def published(self) -> Self:
        """Offers anybody entitled may see, ended ones included."""
        return self.exclude(published_at=None)

    def without_words(self) -> Self:
        """Leave out the columns only the search reads: they outweigh all others."""
        return self.defer("search_vector", "search_terms", "search_length")

    def open_at(self, at: datetime) -> Self:
        """Offers that take requests at that moment (I21: half-open)."""
        return self.filter(state=OfferState.PUBLISHED, opens_at__lte=at, closes_at__gt=at)


class Offer(Searchable):
    """The public notice of an asset to give away, free or at a low price.

    Everything that decides who gets it is frozen and hashed at publication; the
    database refuses to change it afterwards (trigger ``assets_offer_frozen``) and
    keeps ``awarded_quantity`` itself (trigger ``assets_award_counted``).
    """

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="offers")
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="offers")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    price_model = models.CharField(max_length=10, choices=PriceModel)
    unit_price = models.BigIntegerField(default=0)
    quantity = models.PositiveIntegerField()
    available_from = models.DateField()
    removal_by = models.DateField()
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ALL_SMES)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    rule = models.CharField(max_length=20, choices=Rule, default=Rule.FIRST_COME)
    reserve_limit = models.PositiveSmallIntegerField(default=10)
    accept_working_days = models.PositiveSmallIntegerField(default=3)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    rule_text = models.TextField(blank=True)
    rule_hash = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    last_order = models.PositiveIntegerField(default=0)
    awarded_quantity = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="offer_of_at_least_one"),
            models.CheckConstraint(
                condition=Q(awarded_quantity__lte=F("quantity")), name="never_more_than_offered"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="window_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(opens_at__gte=F("published_at")),
                name="rule_published_before_the_window",
            ),
            models.CheckConstraint(
                condition=Q(state="DRAFT", published_at=None)
                | (
                    ~Q(state="DRAFT") & ~Q(published_at=None) & Q(rule_hash__regex="^[0-9a-f]{64}$")
                ),
                name="published_with_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(price_model="FREE", unit_price=0)
                | Q(price_model="LOW_PRICE", unit_price__gt=0),
                name="free_costs_nothing",
            ),
            models.UniqueConstraint(
                fields=["asset"],
                condition=Q(state__in=["DRAFT", "PUBLISHED"]),
                name="one_live_offer_per_asset",
            ),
        ]
        indexes = [
            GinIndex(fields=["search_vector"], name="offer_search"),
            models.Index(fields=["-published_at", "-id"], name="offers_newest_first"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def remaining(self) -> int:
        return self.quantity - self.awarded_quantity

    @property
    def is_published(self) -> bool:
        return self.state == OfferState.PUBLISHED

    @property
    def is_draft(self) -> bool:
        return self.state == OfferState.DRAFT

    def takes_requests(self, at: datetime) -> bool:
        return self.is_published and self.opens_at <= at < self.closes_at

    @property
    def number(self) -> str:
        return f"O-{self.created_at.year}-{self.pk:06d}"
