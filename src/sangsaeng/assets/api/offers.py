"""Offers to read: a list to search, and each with the rule it was published under."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Literal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime
from ninja import Field, Query, Router, Schema

from sangsaeng.accounts.api import TokenOrNobody, caller
from sangsaeng.accounts.models import User
from sangsaeng.assets.api.requests import RequestOut, request_body
from sangsaeng.assets.choices import AssetClass, Audience, PriceModel
from sangsaeng.assets.models import Offer
from sangsaeng.assets.queries import offers_visible_to, request_of_firm
from sangsaeng.kernel.api import PROBLEMS, Order, PageIn, Problem, Typed, listed, row_id
from sangsaeng.kernel.search import best_matches
from sangsaeng.organizations.choices import Region, Tier
from sangsaeng.organizations.models import Membership, PartnerTie

router = Router(tags=["assets"])


class Right(StrEnum):
    """What the taker gets; the two prices of a transfer may be asked for by name."""

    TRANSFER = "TRANSFER"
    FREE = PriceModel.FREE.value
    LOW_PRICE = PriceModel.LOW_PRICE.value


class Sort(StrEnum):
    NEWEST = "newest"
    CLOSING = "closing"


ORDERS: Final = {
    Sort.NEWEST: Order(("-published_at", "-id")),
    Sort.CLOSING: Order(("closes_at", "id")),
}


class OfferSearch(PageIn):
    """What a caller looks for; what is left out does not matter."""

    q: Typed = Field("", max_length=100)
    asset_class: AssetClass | None = Field(None, alias="class")
    right: Right | None = None
    region: Region | None = None
    tier: Literal["me"] | None = Field(None, description="`me`: only what my firm may ask for")
    sort: Sort = Sort.NEWEST


class OwnerOut(Schema):
    """The large company that offers."""

    name: str
    business_number: str


class OfferItem(Schema):
    """An offer as lists show it."""

    id: int
    number: str
    title: str
    owner: OwnerOut
    asset_class: str = Field(serialization_alias="class")
    right: str
    price_model: str
    unit_price: int
    quantity: int
    remaining: int
    region: str
    condition: str
    audience: str
    opens_at: datetime
    closes_at: datetime
    state: str


class WindowOut(Schema):
    """Who may ask when; from ``opens_at`` up to, but not including, ``closes_at``."""

    audience: str
    opens_at: datetime
    closes_at: datetime


class OfferOut(OfferItem):
    """An offer in full, with the rule frozen at its publication."""

    description: str
    maker: str
    model: str
    known_faults: str
    available_from: date
    removal_by: date
    rule: str
    rule_text: str
    rule_hash: str
    reserve_limit: int
    accept_working_days: int
    windows: list[WindowOut]
    my_request: RequestOut | None


class OfferList(Schema):
    """One page of offers."""

    items: list[OfferItem]
    next: str | None
    count: int
    count_exact: bool


@router.get(
    "/offers",
    auth=TokenOrNobody(),
    response={200: OfferList, 401: Problem, 422: Problem},
    by_alias=True,
    summary="Search the offers the caller may see",
)
def list_offers(request: HttpRequest, search: Query[OfferSearch]) -> dict[str, Any]:
    user = caller(request)
    return listed(
        _found(offers_visible_to(user).published().without_words(), search, user),
        request=request,
        order=ORDERS[search.sort],
        part=search,
        write=lambda offers: [_item(offer) for offer in offers],
    )


@router.get(
    "/offers/{offer_id}",
    auth=TokenOrNobody(),
    response={200: OfferOut, **PROBLEMS},
    by_alias=True,
    summary="One offer, with its rule and the caller's own request",
)
def show_offer(request: HttpRequest, offer_id: str) -> dict[str, Any]:
    user = caller(request)
    rows = offers_visible_to(user).published().without_words().select_related("owner", "asset")
    offer = get_object_or_404(rows, pk=row_id(offer_id))
    asset = offer.asset
    mine = request_of_firm(offer, user) if isinstance(user, User) else None
    return {
        **_item(offer),
        "description": offer.description,
        "maker": asset.maker,
        "model": asset.model_name,
        "known_faults": asset.known_faults,
        "available_from": offer.available_from,
        "removal_by": offer.removal_by,
        "rule": offer.rule,
        "rule_text": offer.rule_text,
        "rule_hash": offer.rule_hash,
        "reserve_limit": offer.reserve_limit,
        "accept_working_days": offer.accept_working_days,
        "windows": [
            {
                "audience": offer.audience,
                "opens_at": localtime(offer.opens_at),
                "closes_at": localtime(offer.closes_at),
            }
        ],
        "my_request": request_body(mine) if mine else None,
    }


def _item(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.pk,
        "number": offer.number,
        "title": offer.title,
        "owner": {"name": offer.owner.name, "business_number": offer.owner.business_number},
        "asset_class": offer.asset.asset_class,
        "right": Right.TRANSFER,
        "price_model": offer.price_model,
        "unit_price": offer.unit_price,
        "quantity": offer.quantity,
        "remaining": offer.remaining,
        "region": offer.asset.region,
        "condition": offer.asset.condition,
        "audience": offer.audience,
        "opens_at": localtime(offer.opens_at),
        "closes_at": localtime(offer.closes_at),
        "state": offer.state.lower(),
    }


def _found(
    offers: QuerySet[Offer], search: OfferSearch, user: User | AnonymousUser
) -> QuerySet[Offer]:
    if search.right in PriceModel.values:
        offers = offers.filter(price_model=search.right)
    asked = {"asset__asset_class": search.asset_class, "asset__region": search.region}
    offers = offers.filter(**{name: value for name, value in asked.items() if value})
    if search.tier:
        offers = _for_my_tier(offers, user)
    if search.q.strip():
        offers = offers.filter(pk__in=best_matches(offers, search.q).ids)
    return offers.select_related("owner", "asset")


def _for_my_tier(offers: QuerySet[Offer], user: User | AnonymousUser) -> QuerySet[Offer]:
    """Keep the offers whose window the caller's firm belongs to, by its confirmed ties."""
    if not isinstance(user, User):
        return offers.none()
    own = Membership.objects.live().filter(user=user).values("organization")
    ties = PartnerTie.objects.confirmed().filter(firm__in=own)
    partners = ties.values("large_company")
    return offers.filter(
        Q(audience=Audience.ALL_SMES)
        | Q(audience=Audience.PARTNERS, owner__in=partners)
        | Q(audience=Audience.TIER_1, owner__in=partners.filter(tier=Tier.TIER_1))
    )
