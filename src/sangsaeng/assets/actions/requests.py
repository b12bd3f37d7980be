"""Asking for what is offered, and taking the wish back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sangsaeng.accounts.models import User
from sangsaeng.assets.actions.chain import (
    end_award,
    end_request,
    give,
    lock_offer,
    lock_request,
    offer_to_next,
    tell,
)
from sangsaeng.assets.choices import RequestState
from sangsaeng.assets.models import Offer, Request
from sangsaeng.assets.policies import (
    NoFirm,
    place_in_line,
    refusal_of_moment,
    refusal_of_standing,
)
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.queries import acting_firm


class AskedAlready(Refused):
    """The firm has a request on this offer; one business number asks once (H10)."""

    message = _("귀사는 이 공고에 이미 신청하셨습니다.")
    conflict = True


class ReserveFull(Refused):
    """Everything is taken and the published number of reserves wait."""

    message = _("모두 배정되었고 예비순위도 %(limit)s번까지 찼습니다.")
    conflict = True


class MoreThanOffered(Refused):
    """Nobody can get more than there is."""

    message = _("공고된 수량(%(quantity)s)보다 많이 신청할 수 없습니다.")


class TooLateToWithdraw(Refused):
    """The request was accepted or has ended."""

    message = _("이미 수락했거나 끝난 신청은 철회할 수 없습니다.")
    conflict = True


@transaction.atomic
def submit_request(offer: Offer, *, quantity: int, purpose: str, by: User, at: datetime) -> Request:
    """Ask for units: they are awarded at once, or the firm becomes the next reserve.

    The place in the line is the offer's own counter, read under the offer's lock,
    so two requests of the same moment have an order that is not chance (H2) and
    the sum of awards never passes the quantity (H11).
    """
    acting = acting_firm(by, towards=offer.owner_id, on=timezone.localdate(at))
    if acting is None:
        raise NoFirm
    firm, standing = acting
    offer = lock_offer(offer.pk)
    refusal = refusal_of_moment(offer, at) or refusal_of_standing(offer, standing)
    if refusal:
        raise refusal
    if quantity > offer.quantity:
        raise MoreThanOffered(quantity=offer.quantity)
    line = offer.requests.exclude(state=RequestState.WITHDRAWN).aggregate(
        own=Count("pk", filter=Q(firm=firm)),
        waiting=Count("pk", filter=Q(state=RequestState.RESERVE)),
    )
    if line["own"]:
        raise AskedAlready
    place = place_in_line(
        quantity,
        remaining=offer.remaining,
        waiting=line["waiting"],
        reserve_limit=offer.reserve_limit,
    )
    if place is None:
        raise ReserveFull(limit=offer.reserve_limit)
    offer.last_order += 1
    offer.save(update_fields=["last_order"])
    request = Request.objects.create(
        offer=offer,
        firm=firm,
        requested_by=by,
        requested_at=at,
        order=offer.last_order,
        quantity=quantity,
        purpose=purpose,
        state=RequestState.RESERVE if place else RequestState.AWARDED,
    )
    if place == 0:
        give(request, offer=offer, at=at)
    record("request.submitted", on=request, by=by, at=at, offer=offer.pk, state=request.state)
    tell(request, at=at)
    return request


@transaction.atomic
def withdraw_request(request: Request, *, by: User, at: datetime) -> Request:
    """Take a request back before it is accepted; the firm may ask again, at the end of the line."""
    request = lock_request(request.pk)
    reason = gettext_noop("신청 기업이 철회했습니다.")
    if request.state == RequestState.AWARDED:
        end_award(request, state=RequestState.WITHDRAWN, reason=reason, at=at)
    elif request.state == RequestState.RESERVE:
        end_request(request, state=RequestState.WITHDRAWN, reason=reason, at=at)
        # Whoever waited only because this one wanted more than is free waits no longer.
        offer_to_next(request.offer, at=at)
    else:
        raise TooLateToWithdraw
    record("request.withdrawn", on=request, by=by, at=at)
    return request
