"""Signing for both sides, and noting what was paid."""

import pytest

from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.agreements.choices import Side
from sangsaeng.assets.actions import accept_award, record_payment, sign_agreement
from sangsaeng.assets.actions.agreements import NoAgreement, NothingToPay
from sangsaeng.assets.models import HandOver, Request
from sangsaeng.assets.testing import make_hand_over, make_offer, make_request
from sangsaeng.organizations.models import Membership

pytestmark = pytest.mark.django_db


def sign(request: Request, side: Side) -> Request:
    organization = request.offer.owner if side == Side.GIVER else request.firm
    signer = Membership.objects.get(organization=organization).user
    agreement = request.award.agreement
    assert agreement is not None
    return sign_agreement(
        request, side=side, typed_name=signer.name, sha256=agreement.sha256, by=signer, at=MORNING
    )


def test_sign_agreement_opens_the_hand_over_with_the_second_name() -> None:
    request = make_request()
    request = accept_award(request, by=request.requested_by, at=MORNING)

    sign(request, Side.TAKER)
    one_sided = HandOver.objects.exists()
    sign(request, Side.GIVER)

    hand_over = HandOver.objects.get()
    assert not one_sided
    assert (hand_over.award, hand_over.giver, hand_over.taker, hand_over.opened_at) == (
        request.award,
        request.offer.owner,
        request.firm,
        MORNING,
    )
    assert hand_over.number == f"H-2014-{hand_over.pk:06d}"


def test_sign_agreement_needs_an_acceptance() -> None:
    request = make_request()

    with pytest.raises(NoAgreement):
        sign_agreement(
            request,
            side=Side.TAKER,
            typed_name="김상생",
            sha256="0" * 64,
            by=request.requested_by,
            at=MORNING,
        )


def test_record_payment_notes_the_amount_of_a_sale() -> None:
    offer = make_offer(price_model="LOW_PRICE", unit_price=3_500_000)
    request = make_hand_over(request=make_request(offer=offer)).award.request

    paid = record_payment(request, won=3_500_000, by=make_user(), at=MORNING)

    assert (paid.award.paid_won, paid.award.paid_recorded_at) == (3_500_000, MORNING)


def test_record_payment_refuses_gifts_and_what_was_not_accepted() -> None:
    gift = make_hand_over().award.request
    unanswered = make_request(offer=make_offer(price_model="LOW_PRICE", unit_price=1000))

    with pytest.raises(NothingToPay):
        record_payment(gift, won=1000, by=make_user(), at=MORNING)
    with pytest.raises(NoAgreement):
        record_payment(unanswered, won=1000, by=make_user(), at=MORNING)
