"""Answering an award: accept, decline, let it lapse, take it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sangsaeng.accounts.models import User
from sangsaeng.agreements.actions import draw_up, rescind
from sangsaeng.assets.actions.agreements import agreement_code, agreement_values
from sangsaeng.assets.actions.chain import end_award, lock_request, tell
from sangsaeng.assets.choices import RequestState
from sangsaeng.assets.models import Award, Request
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused


class NothingToAnswer(Refused):
    """The request holds no award that waits for an answer."""

    message = _("지금 답하실 배정이 없습니다.")
    conflict = True


class AwardExpired(Refused):
    """The clock ran out before the answer."""

    message = _("수락 기한이 지나 배정이 다음 순위로 넘어갑니다.")
    conflict = True


class InForceAlready(Refused):
    """Both have signed; the agreement's own rules apply now."""

    message = _("양측이 서명한 뒤에는 포기할 수 없습니다. 제공기업이나 센터에 연락해 주세요.")
    conflict = True


class DeliveredAlready(Refused):
    """What was handed over cannot be taken back here."""

    message = _("이미 인도가 기록되어 배정을 취소할 수 없습니다.")
    conflict = True


@transaction.atomic
def accept_award(request: Request, *, by: User, at: datetime) -> Request:
    """Accept an award in time; the agreement is drawn up in the same moment.

    Server time decides: of an accept and the lapse of the same award exactly one
    happens (H5).
    """
    request = lock_request(request.pk)
    if request.state != RequestState.AWARDED:
        raise NothingToAnswer
    award = request.award
    if at >= award.expires_at:
        raise AwardExpired
    award.accepted_at = at
    award.agreement = draw_up(
        code=agreement_code(request.offer),
        giver=request.offer.owner,
        taker=request.firm,
        values=agreement_values(request),
        at=at,
    )
    award.save(update_fields=["accepted_at", "agreement"])
    request.state = RequestState.ACCEPTED
    request.save(update_fields=["state"])
    record(
        "award.accepted", on=award, by=by, at=at, request=request.pk, text=award.agreement.sha256
    )
    tell(request, at=at)
    return request


@transaction.atomic
def decline_award(request: Request, *, reason: str, by: User, at: datetime) -> Request:
    """Give an award up before both have signed; the next reserve is offered it at once."""
    request = lock_request(request.pk)
    if request.state not in {RequestState.AWARDED, RequestState.ACCEPTED}:
        raise NothingToAnswer
    agreement = request.award.agreement
    if agreement and agreement.effective_at:
        raise InForceAlready
    if agreement:
        rescind(agreement, by=by, at=at)
    end_award(request, state=RequestState.DECLINED, reason=reason, at=at)
    record("award.declined", on=request.award, by=by, at=at, request=request.pk)
    return request


@transaction.atomic
def lapse_award(award: Award, *, at: datetime) -> bool:
    """Let an unanswered award run out; tell whether it did.

    The only way an award expires, and running it twice equals once (H6, I23).
    """
    request = lock_request(award.request_id)
    due = request.state == RequestState.AWARDED and request.award.expires_at <= at
    if not due:
        return False
    reason = gettext_noop("기한 안에 수락하지 않았습니다.")
    end_award(request, state=RequestState.LAPSED, reason=reason, at=at)
    record("award.lapsed", on=request.award, by=None, at=at, request=request.pk)
    return True


@transaction.atomic
def revoke_award(request: Request, *, reason: str, by: User, at: datetime) -> Request:
    """Take an award back with a reason, before anything was handed over."""
    request = lock_request(request.pk)
    if request.state not in {RequestState.AWARDED, RequestState.ACCEPTED}:
        raise NothingToAnswer
    award = request.award
    if hasattr(award, "hand_over") and award.hand_over.delivered_at:
        raise DeliveredAlready
    if award.agreement:
        rescind(award.agreement, by=by, at=at)
    end_award(request, state=RequestState.REVOKED, reason=reason, at=at)
    record("award.revoked", on=award, by=by, at=at, request=request.pk)
    return request
