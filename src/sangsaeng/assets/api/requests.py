"""Asking for an offer, and the taker's answers."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from sangsaeng.accounts.actions import Answer
from sangsaeng.accounts.api import TokenAuth, writer_of, written
from sangsaeng.accounts.models import User
from sangsaeng.assets.actions import (
    accept_award,
    decline_award,
    submit_request,
    withdraw_request,
)
from sangsaeng.assets.choices import RequestState
from sangsaeng.assets.models import Request
from sangsaeng.assets.policies import can_answer_for, can_ask
from sangsaeng.assets.queries import offers_visible_to, requests_visible_to, reserve_rank
from sangsaeng.kernel import clock
from sangsaeng.kernel.api import WRITE_PROBLEMS, Typed, row_id

router = Router(tags=["assets"])
HOLDING = [RequestState.AWARDED, RequestState.ACCEPTED, RequestState.RECEIVED]


class RequestOut(Schema):
    """A request and where it stands; ``rank`` counts among those in the same state."""

    id: int
    number: str
    offer: int
    quantity: int
    state: str
    rank: int | None
    answer_by: datetime | None
    agreement: int | None


class RequestIn(Schema):
    """What a firm asks for."""

    quantity: int = Field(1, ge=1, le=1_000_000)
    purpose: Typed = Field(..., min_length=1, max_length=2_000)


class DeclineIn(Schema):
    """Why a firm gives its award up."""

    reason: Typed = Field("", max_length=1_000)


@router.post(
    "/offers/{offer_id}/requests",
    auth=TokenAuth(),
    response={201: RequestOut, **WRITE_PROBLEMS},
    summary="Ask for an offer, for the caller's own firm",
)
def ask(request: HttpRequest, offer_id: str, body: RequestIn) -> Status[Any]:
    user = writer_of(request)
    offer = get_object_or_404(
        offers_visible_to(user).published().without_words(), pk=row_id(offer_id)
    )
    if not can_ask(user):
        raise PermissionDenied

    def write() -> Answer:
        made = submit_request(
            offer, quantity=body.quantity, purpose=body.purpose, by=user, at=clock.now()
        )
        return Answer(201, request_body(made))

    return written(request, write)


@router.post(
    "/requests/{request_id}/withdraw",
    auth=TokenAuth(),
    response={200: RequestOut, **WRITE_PROBLEMS},
    summary="Take a request back before it is accepted",
)
def withdraw(request: HttpRequest, request_id: str) -> Status[Any]:
    user, asked = _own_request(request, request_id)

    def write() -> Answer:
        return Answer(200, request_body(withdraw_request(asked, by=user, at=clock.now())))

    return written(request, write)


@router.post(
    "/requests/{request_id}/accept",
    auth=TokenAuth(),
    response={200: RequestOut, **WRITE_PROBLEMS},
    summary="Accept an award in time; the agreement is drawn up",
)
def accept(request: HttpRequest, request_id: str) -> Status[Any]:
    user, asked = _own_request(request, request_id)

    def write() -> Answer:
        return Answer(200, request_body(accept_award(asked, by=user, at=clock.now())))

    return written(request, write)


@router.post(
    "/requests/{request_id}/decline",
    auth=TokenAuth(),
    response={200: RequestOut, **WRITE_PROBLEMS},
    summary="Give an award up; the next reserve is offered it",
)
def decline(request: HttpRequest, request_id: str, body: DeclineIn | None = None) -> Status[Any]:
    user, asked = _own_request(request, request_id)
    reason = (body.reason if body else "") or _("신청 기업이 포기했습니다.")

    def write() -> Answer:
        declined = decline_award(asked, reason=reason, by=user, at=clock.now())
        return Answer(200, request_body(declined))

    return written(request, write)


def request_body(request: Request) -> dict[str, Any]:
    """Write a request as ``RequestOut``, in values an idempotency key can keep."""
    award = getattr(request, "award", None)
    waiting = award if request.state == RequestState.AWARDED else None
    return {
        "id": request.pk,
        "number": request.number,
        "offer": request.offer_id,
        "quantity": request.quantity,
        "state": request.state.lower(),
        "rank": _rank(request),
        "answer_by": timezone.localtime(waiting.expires_at).isoformat() if waiting else None,
        "agreement": award.agreement_id if award else None,
    }


def _rank(request: Request) -> int | None:
    if request.state == RequestState.RESERVE:
        return reserve_rank(request)
    if request.state not in HOLDING:
        return None
    return Request.objects.filter(
        offer=request.offer_id, state__in=HOLDING, order__lte=request.order
    ).count()


def _own_request(request: HttpRequest, request_id: str) -> tuple[User, Request]:
    """Find a request the caller may see, and refuse all but its own firm's people."""
    user = writer_of(request)
    asked = get_object_or_404(requests_visible_to(user), pk=row_id(request_id))
    if not can_answer_for(user, asked.firm_id):
        raise PermissionDenied(_("신청한 기업의 담당자만 할 수 있습니다."))
    return user, asked
