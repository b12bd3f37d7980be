"""The list of the exchange: what is there, and what one can do about it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import (
    OPEN_REQUESTS,
    AssetClass,
    Audience,
    OfferState,
    PriceModel,
    RequestState,
)
from sangsaeng.assets.models import AssetPhoto, Offer, Request
from sangsaeng.assets.models.offer import OfferQuerySet
from sangsaeng.assets.policies import place_in_line
from sangsaeng.assets.queries.line import working_days_left
from sangsaeng.assets.queries.visible import offers_visible_to
from sangsaeng.kernel.search import best_matches
from sangsaeng.kernel.words import days_left_text, moment_text, won_text
from sangsaeng.organizations.choices import Region, Tier
from sangsaeng.organizations.models import Membership, PartnerTie, SmeCertificate
from sangsaeng.organizations.queries import organization_of

PAGE = 20
# "1,000+" says enough; counting on would cost more than the list.
COUNTED_TO = 1000

# Requests that hold units or wait for some.
STANDING = (*OPEN_REQUESTS, RequestState.RECEIVED)
TONES = {
    RequestState.AWARDED: "warning",
    RequestState.RESERVE: "info",
    RequestState.ACCEPTED: "info",
    RequestState.RECEIVED: "done",
}


@dataclass(frozen=True)
class Filters:
    """What somebody looks for."""

    search: str = ""
    asset_class: str = ""
    region: str = ""
    price_model: str = ""
    open_now: bool = False
    for_us: bool = False


@dataclass(frozen=True)
class Now:
    """What one can do about an offer, as a word with a tone."""

    tone: str
    words: str


@dataclass(frozen=True)
class Card:
    """One offer in the list."""

    pk: int
    title: str
    owner: str
    asset_class: str
    class_label: str
    place: str
    stock: str
    price: str
    closes_at: datetime
    closing: str  # empty once closed
    days_left: str
    photo: int | None
    now: Now


@dataclass(frozen=True)
class Listing:
    """A page of the list; not exact means there are more than were counted."""

    cards: list[Card]
    page: int
    more: bool
    count: int
    exact: bool


def offers_on_exchange(user: User | AnonymousUser, filters: Filters, at: datetime) -> OfferQuerySet:
    """List what this person may see and looks for, the words of the search aside."""
    rows = offers_visible_to(user).published()
    if filters.asset_class:
        rows = rows.filter(asset__asset_class=filters.asset_class)
    if filters.region:
        rows = rows.filter(asset__region=filters.region)
    if filters.price_model:
        rows = rows.filter(price_model=filters.price_model)
    if filters.open_now or filters.for_us:
        rows = _with_room(rows.open_at(at))
    return _open_to(user, rows, at) if filters.for_us and isinstance(user, User) else rows


def list_exchange(
    user: User | AnonymousUser, filters: Filters, *, page: int, at: datetime
) -> Listing:
    """Read one page of the list: best first for a search, else newest first."""
    rows = offers_on_exchange(user, filters, at)
    start = (page - 1) * PAGE
    if filters.search:
        matches = best_matches(rows, filters.search)
        wanted = matches.ids[start : start + PAGE]
        by_pk = {row["pk"]: row for row in _values(rows.filter(pk__in=wanted), user)}
        found = [by_pk[pk] for pk in wanted if pk in by_pk]
        count, more = len(matches.ids), len(matches.ids) > start + PAGE
        exact = matches.exact
    else:
        newest = rows.order_by("-published_at", "-pk")
        found = list(_values(newest, user)[start : start + PAGE + 1])
        count, more = rows.values("pk")[: COUNTED_TO + 1].count(), len(found) > PAGE
        exact = count <= COUNTED_TO
    return Listing(
        cards=[_card(row, at) for row in found[:PAGE]],
        page=page,
        more=more,
        count=min(count, COUNTED_TO),
        exact=exact,
    )


@dataclass(frozen=True)
class Situation:
    """What decides what one can do about an offer; ``mine`` is the state of one's own request."""

    state: str
    opens_at: datetime
    closes_at: datetime
    remaining: int
    asked: int
    waiting: int
    reserve_limit: int
    mine: str | None


def situation_of(offer: Offer, counts: Mapping[str, int], mine: str | None) -> Situation:
    """Put together what decides about an offer; ``counts`` are its requests by state."""
    return Situation(
        state=offer.state,
        opens_at=offer.opens_at,
        closes_at=offer.closes_at,
        remaining=offer.remaining,
        asked=sum(counts.get(state, 0) for state in STANDING),
        waiting=counts.get(RequestState.RESERVE, 0),
        reserve_limit=offer.reserve_limit,
        mine=mine,
    )


def what_now(offer: Situation, at: datetime) -> Now:
    """Say in a few words what one can do about an offer at that moment."""
    if offer.mine:
        state = RequestState(offer.mine)
        words = _("우리 신청: %(state)s") % {"state": state.label}
        return Now(request_tone(state), words)
    if offer.state != OfferState.PUBLISHED:
        tone = "done" if offer.state == OfferState.COMPLETED else "neutral"
        return Now(tone, str(OfferState(offer.state).label))
    if at >= offer.closes_at:
        return Now("neutral", _("마감"))
    if at < offer.opens_at:
        words = _("접수 전 · %(moment)s 시작") % {"moment": moment_text(offer.opens_at)}
        return Now("neutral", words)
    return _place_now(offer)


def request_tone(state: str) -> str:
    """Return the tone in which the state of a request is shown."""
    return TONES.get(RequestState(state), "neutral")


def _place_now(offer: Situation) -> Now:
    place = place_in_line(
        1, remaining=offer.remaining, waiting=offer.waiting, reserve_limit=offer.reserve_limit
    )
    if place is None:
        return Now("neutral", _("예비 마감"))
    if place:
        return Now("info", _("신청 %(count)s건 · 예비 가능") % {"count": offer.asked})
    return Now("success", _("신청 가능"))


@cache
def _requests(*states: str) -> Coalesce:
    """Count, for each offer, its requests in some states; every query copies the expression."""
    counted = (
        Request.objects.filter(offer=OuterRef("pk"), state__in=states)
        .order_by()
        .values("offer")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _with_room(rows: OfferQuerySet) -> OfferQuerySet:
    waiting = _requests(RequestState.RESERVE)
    return rows.alias(line=waiting).filter(
        Q(line__lt=F("reserve_limit")) | Q(line=0, awarded_quantity__lt=F("quantity"))
    )


def _open_to(user: User, rows: OfferQuerySet, at: datetime) -> OfferQuerySet:
    """Keep what the person's firm may ask for that day and has not asked for yet."""
    firm = organization_of(user)
    if firm is None or not firm.is_sme:
        return rows.none()
    today = timezone.localdate(at)
    certificate = SmeCertificate.objects.filter(
        organization=firm, approved_at__isnull=False, valid_from__lte=today, valid_until__gte=today
    )
    ties = PartnerTie.objects.confirmed().filter(firm=firm)
    asked = Request.objects.filter(offer=OuterRef("pk"), firm=firm)
    return rows.filter(
        Q(audience=Audience.ALL_SMES)
        | Q(audience=Audience.PARTNERS, owner__in=ties.values("large_company"))
        | Q(
            audience=Audience.TIER_1,
            owner__in=ties.filter(tier=Tier.TIER_1).values("large_company"),
        ),
        Exists(certificate),
        ~Exists(asked.exclude(state=RequestState.WITHDRAWN)),
    )


@cache
def _first_photo() -> Subquery:
    photos = AssetPhoto.objects.filter(asset=OuterRef("asset")).order_by("position")
    return Subquery(photos.values("pk")[:1])


def _values(rows: QuerySet[Offer], user: User | AnonymousUser) -> QuerySet[Any, Any]:
    own: Any = Value(None, output_field=IntegerField())
    if isinstance(user, User):
        firms = Membership.objects.live().filter(user=user).values("organization")
        asked = Request.objects.filter(offer=OuterRef("pk"), firm__in=firms)
        own = Subquery(asked.exclude(state=RequestState.WITHDRAWN).values("state")[:1])
    return rows.annotate(
        photo=_first_photo(),
        asked=_requests(*STANDING),
        waiting=_requests(RequestState.RESERVE),
        mine=own,
    ).values(
        "pk",
        "title",
        "state",
        "price_model",
        "unit_price",
        "quantity",
        "awarded_quantity",
        "opens_at",
        "closes_at",
        "reserve_limit",
        "asked",
        "waiting",
        "mine",
        "photo",
        owner_name=F("owner__name"),
        asset_class=F("asset__asset_class"),
        site=F("asset__site"),
        region=F("asset__region"),
        unit=F("asset__unit"),
    )


def _card(row: Mapping[str, Any], at: datetime) -> Card:
    remaining = row["quantity"] - row["awarded_quantity"]
    situation = Situation(
        state=row["state"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        remaining=remaining,
        asked=row["asked"],
        waiting=row["waiting"],
        reserve_limit=row["reserve_limit"],
        mine=row["mine"],
    )
    is_open = row["state"] == OfferState.PUBLISHED and at < row["closes_at"]
    # The words are put together here: twenty times a page, template tags for it cost the most.
    stock = {"left": remaining, "total": row["quantity"], "unit": row["unit"]}
    days = working_days_left(row["closes_at"], at=at) if is_open else None
    return Card(
        pk=row["pk"],
        title=row["title"],
        owner=row["owner_name"],
        asset_class=row["asset_class"],
        class_label=str(AssetClass(row["asset_class"]).label),
        place=str(Region(row["region"]).label) if row["region"] else row["site"],
        stock=_("%(total)s%(unit)s 중 %(left)s%(unit)s 남음") % stock,
        price=price_words(row["price_model"], row["unit_price"]),
        closes_at=row["closes_at"],
        closing=_("%(at)s 마감") % {"at": moment_text(row["closes_at"])} if is_open else "",
        days_left=days_left_text(days),
        photo=row["photo"],
        now=what_now(situation, at),
    )


def price_words(model: str, unit_price: int) -> str:
    """Say what one unit costs."""
    if model == PriceModel.FREE:
        return str(PriceModel.FREE.label)
    return f"{PriceModel(model).label} · {won_text(unit_price)}"
