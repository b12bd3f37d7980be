"""The agreement of an award: its values, its two signatures, its payment."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sangsaeng.accounts.models import User
from sangsaeng.agreements.actions import Value, sign
from sangsaeng.agreements.choices import Side
from sangsaeng.assets.actions.chain import lock_request
from sangsaeng.assets.choices import PriceModel, RequestState
from sangsaeng.assets.models import HandOver, Offer, Request
from sangsaeng.assets.tasks import tell_of_step
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused


class NoAgreement(Refused):
    """The award was not accepted, or ended."""

    message = _("지금 서명할 약정이 없습니다.")
    conflict = True


class NothingToPay(Refused):
    """The asset is free."""

    message = _("무상양도에는 대금이 없습니다.")


def agreement_code(offer: Offer) -> str:
    """Name the wording an offer ends in."""
    if offer.price_model == PriceModel.FREE:
        return "FREE_TRANSFER"
    return "LOW_PRICE_TRANSFER"


def agreement_values(request: Request) -> dict[str, Value]:
    """Collect what the wordings ask for, in Korean whoever accepts; parties and day they know."""
    offer, asset = request.offer, request.offer.asset
    with override("ko"):
        words = {
            "condition": asset.get_condition_display(),
            "safety": asset.get_safety_status_display(),
            "media": asset.get_media_status_display(),
        }
    return {
        **words,
        "asset_title": asset.title,
        "asset_no": asset.asset_no,
        "maker": asset.maker,
        "model": asset.model_name,
        "serial": asset.serial,
        "quantity": f"{request.quantity}{asset.unit}",
        "known_faults": asset.known_faults,
        "unit_price": offer.unit_price,
        "total_price": offer.unit_price * request.quantity,
        "site": asset.site,
        "available_from": offer.available_from,
        "removal_by": offer.removal_by,
        "offer_number": offer.number,
        "rule_hash": offer.rule_hash,
        "request_number": request.number,
    }


@transaction.atomic
def sign_agreement(
    request: Request, *, side: Side, typed_name: str, sha256: str, by: User, at: datetime
) -> Request:
    """Sign for one side; the second signature opens the hand-over."""
    request = lock_request(request.pk)
    award = request.award if request.state == RequestState.ACCEPTED else None
    if award is None or award.agreement is None:
        raise NoAgreement
    agreement = sign(award.agreement, side=side, typed_name=typed_name, sha256=sha256, by=by, at=at)
    if agreement.effective_at:
        hand_over = HandOver.objects.create(
            award=award, giver_id=request.offer.owner_id, taker_id=request.firm_id, opened_at=at
        )
        record("hand_over.opened", on=hand_over, by=by, at=at, request=request.pk)
        tell_of_step.defer(request_id=request.pk, step="EFFECTIVE", at=at.isoformat())
    else:
        tell_of_step.defer(request_id=request.pk, step=f"SIGNED_{side}", at=at.isoformat())
    return request


@transaction.atomic
def record_payment(request: Request, *, won: int, by: User, at: datetime) -> Request:
    """Note what the taker paid; payment is no condition of the hand-over."""
    request = lock_request(request.pk)
    if request.offer.price_model == PriceModel.FREE:
        raise NothingToPay
    if request.state not in {RequestState.ACCEPTED, RequestState.RECEIVED}:
        raise NoAgreement
    award = request.award
    award.paid_won = won
    award.paid_recorded_at = at
    award.save(update_fields=["paid_won", "paid_recorded_at"])
    record("award.paid", on=award, by=by, at=at, won=won)
    return request
