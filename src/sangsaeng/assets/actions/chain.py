"""The reserve chain: what every action does to the line of those who wait.

Reasons the program gives are stored in Korean, its source language, and
translated where they are read.

Every action of the exchange locks the offer first, then what hangs on it; the
offer's row is the one lock of its line, so no two of them can deadlock (H19).
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from sangsaeng.assets.choices import OfferState, RequestState
from sangsaeng.assets.models import Award, Offer, Request
from sangsaeng.assets.policies import refusal_of_standing
from sangsaeng.assets.tasks import tell_of_request
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused
from sangsaeng.kernel.working_days import end_of_working_day
from sangsaeng.organizations.queries import standing_of


class ReasonMissing(Refused):
    """Whoever is told that something ended is told why."""

    message = _("사유를 적어 주세요.")


def lock_offer(pk: int) -> Offer:
    """Take the one lock of an offer's line."""
    return Offer.objects.without_words().select_for_update(of=("self",)).get(pk=pk)


def lock_request(pk: int) -> Request:
    """Take the lock of a request's offer, then read the request as it now is."""
    offer_id = Request.objects.values_list("offer_id", flat=True).get(pk=pk)
    offer = lock_offer(offer_id)
    request = Request.objects.select_related("firm", "award__agreement").get(pk=pk)
    request.offer = offer
    return request


def give(request: Request, *, offer: Offer, at: datetime) -> Award:
    """Award a request its units; the clock to answer runs in working days."""
    award = Award.objects.create(
        request=request,
        offer=offer,
        quantity=request.quantity,
        awarded_at=at,
        expires_at=end_of_working_day(at, offer.accept_working_days),
    )
    offer.awarded_quantity += award.quantity  # the trigger has done so in the row
    return award


def end_request(request: Request, *, state: RequestState, reason: str, at: datetime) -> None:
    """Bring a request to its one end, with a reason its firm can read (I6)."""
    if not reason.strip():
        raise ReasonMissing
    request.state = state
    request.reason = reason
    request.ended_at = at
    request.save(update_fields=["state", "reason", "ended_at"])
    tell(request, at=at)


def end_award(request: Request, *, state: RequestState, reason: str, at: datetime) -> None:
    """End a live award and its request, and offer the units to the next in line (I7)."""
    award = request.award
    award.ended_at = at
    award.save(update_fields=["ended_at"])
    request.offer.awarded_quantity -= award.quantity  # the trigger has done so in the row
    end_request(request, state=state, reason=reason, at=at)
    offer_to_next(request.offer, at=at)


def offer_to_next(offer: Offer, *, at: datetime) -> None:
    """Award what is free to those who wait, strictly in their order.

    Whoever lost the right to it meanwhile (H9) leaves the line with the reason;
    who wants more than is free waits, and all behind wait too.
    """
    if offer.state != OfferState.PUBLISHED:
        return
    for request in offer.requests.reserves().select_related("firm"):
        standing = standing_of(request.firm, towards=offer.owner_id, on=timezone.localdate(at))
        refusal = refusal_of_standing(offer, standing)
        if refusal:
            with override("ko"):
                _dismiss(request, reason=str(refusal), at=at)
            continue
        if request.quantity > offer.remaining:
            return
        give(request, offer=offer, at=at)
        request.state = RequestState.AWARDED
        request.save(update_fields=["state"])
        record("request.promoted", on=request, by=None, at=at, offer=offer.pk)
        tell(request, at=at)


def dismiss_reserves(offer: Offer, *, reason: str, at: datetime) -> None:
    """End the wait of everybody still in line."""
    for request in offer.requests.reserves():
        _dismiss(request, reason=reason, at=at)


def _dismiss(request: Request, *, reason: str, at: datetime) -> None:
    end_request(request, state=RequestState.NOT_SELECTED, reason=reason, at=at)
    record("request.dismissed", on=request, by=None, at=at, offer=request.offer_id)


def finish_if_all_received(offer: Offer, *, at: datetime) -> None:
    """Complete an offer whose every unit was received."""
    received = sum(
        offer.awards.filter(hand_over__received_at__isnull=False).values_list("quantity", flat=True)
    )
    if received < offer.quantity:
        return
    offer.state = OfferState.COMPLETED
    offer.ended_at = at
    offer.end_reason = gettext_noop("모두 인도되었습니다.")
    offer.save(update_fields=["state", "ended_at", "end_reason"])
    dismiss_reserves(offer, reason=offer.end_reason, at=at)


def tell(request: Request, *, at: datetime) -> None:
    """Queue the messages about where a request now stands, in this transaction."""
    tell_of_request.defer(request_id=request.pk, state=request.state, at=at.isoformat())
