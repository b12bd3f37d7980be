"""What waits for each person today, collected from every module."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangsaeng.agreements.choices import Side
from sangsaeng.agreements.models import Signature
from sangsaeng.assets.choices import OfferState, PriceModel, RequestState
from sangsaeng.assets.models import HandOver, Offer, Request
from sangsaeng.kernel.working_days import working_days_between
from sangsaeng.organizations.models import Organization, PartnerTie, Registration

# A certificate is asked for again this long before it ends.
RENEWAL = timedelta(days=30)
LONGEST_LIST = 50


@dataclass(frozen=True)
class ToDo:
    """One thing somebody should do: what, about what, where, until when or waiting since.

    ``days`` and ``since`` are working days.
    """

    what: str | Promise
    about: str
    url: str
    due: datetime | None = None
    days: int | None = None
    since: int | None = None


def to_dos_of_firm(firm: Organization, *, at: datetime) -> list[ToDo]:
    """List what a small firm should do now, the nearest deadline first."""
    found = [*_awards_to_answer(firm, at), *_to_sign(firm, Side.TAKER), *_to_receive(firm)]
    found += _certificate(firm, at)
    found += [
        ToDo(_("협력사 관계 확인"), tie.large_company.name, reverse("organizations:mine"))
        for tie in PartnerTie.objects.live()
        .filter(firm=firm, confirmed_at=None)
        .select_related("large_company")
    ]
    return sorted(found, key=_nearness)


def to_dos_of_owner(owner: Organization, *, at: datetime) -> list[ToDo]:
    """List what a large company's win-win officer should do now."""
    today = timezone.localdate(at)
    found = [*_to_sign(owner, Side.GIVER)]
    found += [
        _dated(_("인도 기록"), row, today)
        for row in _open_hand_overs().filter(giver=owner, delivered_at=None)[:LONGEST_LIST]
    ]
    found += [
        ToDo(_("공고 전 초안"), offer.title, reverse("assets:offer_publish", args=[offer.pk]))
        for offer in Offer.objects.filter(owner=owner, state=OfferState.DRAFT)[:LONGEST_LIST]
    ]
    unpaid = Request.objects.filter(
        offer__owner=owner,
        offer__price_model=PriceModel.LOW_PRICE,
        state=RequestState.RECEIVED,
        award__paid_recorded_at=None,
    ).select_related("offer", "firm")
    found += [_about(_("대금 수령 기록"), request) for request in unpaid[:LONGEST_LIST]]
    return sorted(found, key=_nearness)


def to_dos_of_centre(*, at: datetime) -> list[ToDo]:
    """List what the centre's officers should look after now."""
    today = timezone.localdate(at)
    found = [
        ToDo(
            _("기업 등록 심사"),
            registration.name,
            reverse("organizations:registration", args=[registration.pk]),
            since=working_days_between(timezone.localdate(registration.submitted_at), today),
        )
        for registration in Registration.objects.waiting().order_by("submitted_at")[:LONGEST_LIST]
    ]
    late = _open_hand_overs().filter(received_at=None, award__offer__removal_by__lt=today)
    found += [_dated(_("반출기한이 지난 인수인계"), row, today) for row in late[:LONGEST_LIST]]
    return found


def _awards_to_answer(firm: Organization, at: datetime) -> Iterator[ToDo]:
    today = timezone.localdate(at)
    waiting = Request.objects.filter(firm=firm, state=RequestState.AWARDED)
    for request in waiting.select_related("offer", "award"):
        due = request.award.expires_at
        last_day = timezone.localdate(due - timedelta(seconds=1))
        yield ToDo(
            _("배정 수락"),
            request.offer.title,
            reverse("assets:request", args=[request.pk]),
            due,
            working_days_between(today, last_day),
        )


def _to_sign(organization: Organization, side: Side) -> Iterator[ToDo]:
    own = Q(firm=organization) if side == Side.TAKER else Q(offer__owner=organization)
    signed = Signature.objects.filter(agreement=OuterRef("award__agreement"), side=side)
    waiting = Request.objects.filter(
        own, ~Exists(signed), state=RequestState.ACCEPTED, award__agreement__isnull=False
    ).select_related("offer", "firm")
    return (_about(_("약정서 서명"), request) for request in waiting[:LONGEST_LIST])


def _to_receive(firm: Organization) -> Iterator[ToDo]:
    rows = _open_hand_overs().filter(taker=firm, received_at=None).exclude(delivered_at=None)
    for row in rows[:LONGEST_LIST]:
        url = reverse("assets:request", args=[row.award.request_id])
        yield ToDo(_("인수 확인"), row.award.offer.title, url)


def _certificate(firm: Organization, at: datetime) -> Iterator[ToDo]:
    if not firm.is_sme:
        return
    today = timezone.localdate(at)
    last = firm.sme_certificates.order_by("-valid_until").first()
    if last is None or last.valid_until < today + RENEWAL:
        about = last.number if last else firm.name
        yield ToDo(_("중소기업확인서 새로 올리기"), about, reverse("organizations:mine"))


def _open_hand_overs() -> QuerySet[HandOver]:
    return (
        HandOver.objects.filter(award__ended_at=None)
        .select_related("award__offer", "taker")
        .order_by("opened_at")
    )


def _about(what: Promise, request: Request) -> ToDo:
    about = f"{request.offer.title} · {request.firm.name}"
    return ToDo(what, about, reverse("assets:request", args=[request.pk]))


def _dated(what: Promise, row: HandOver, today: date) -> ToDo:
    """Make a hand-over due by its removal deadline; days count down to it, then below zero."""
    last_day = row.award.offer.removal_by
    late = last_day < today
    days = -working_days_between(last_day, today) if late else working_days_between(today, last_day)
    return ToDo(
        what,
        f"{row.award.offer.title} · {row.taker.name}",
        reverse("assets:request", args=[row.award.request_id]),
        timezone.make_aware(datetime.combine(last_day, time.max)),
        days,
    )


def _nearness(to_do: ToDo) -> float:
    return to_do.due.timestamp() if to_do.due else float("inf")
