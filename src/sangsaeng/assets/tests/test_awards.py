"""Answering awards, and what their end does to the line."""

from datetime import date, timedelta

import pytest

from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.assets.actions import (
    accept_award,
    close_offer,
    confirm_receipt,
    decline_award,
    lapse_award,
    record_delivery,
    revoke_award,
    withdraw_offer,
)
from sangsaeng.assets.actions.awards import (
    AwardExpired,
    DeliveredAlready,
    InForceAlready,
    NothingToAnswer,
)
from sangsaeng.assets.actions.chain import ReasonMissing
from sangsaeng.assets.choices import OfferState, RequestState
from sangsaeng.assets.models import Award, Offer
from sangsaeng.assets.testing import make_hand_over, make_offer, make_request
from sangsaeng.audit.models import AuditLine
from sangsaeng.files.testing import make_stored_file
from sangsaeng.organizations.testing import make_certificate, make_firm, make_manager

pytestmark = pytest.mark.django_db


def states(offer: Offer) -> list[str]:
    return list(offer.requests.order_by("order").values_list("state", flat=True))


def test_accept_award_draws_up_the_agreement_in_korean_whoever_accepts() -> None:
    request = make_request()

    accepted = accept_award(request, by=request.requested_by, at=MORNING)

    agreement = accepted.award.agreement
    assert agreement is not None
    assert (accepted.state, accepted.award.accepted_at) == (RequestState.ACCEPTED, MORNING)
    assert (agreement.giver, agreement.taker) == (request.offer.owner, request.firm)
    assert agreement.text_version.code == "FREE_TRANSFER"
    asset = request.offer.asset
    for said in (asset.serial, request.number, request.offer.rule_hash, "안전검사 합격", "정상"):
        assert said in agreement.body


def test_accept_award_draws_up_a_sale_with_its_price() -> None:
    offer = make_offer(price_model="LOW_PRICE", unit_price=3_500_000, quantity=2)
    request = make_request(offer=offer, quantity=2)

    accepted = accept_award(request, by=request.requested_by, at=MORNING)

    agreement = accepted.award.agreement
    assert agreement is not None
    assert agreement.text_version.code == "LOW_PRICE_TRANSFER"
    assert "3,500,000" in agreement.body
    assert "7,000,000" in agreement.body


def test_accept_award_comes_too_late_from_the_first_moment_on() -> None:
    """I21: the clock is half-open; a second before it is in time."""
    late, in_time = make_request(), make_request()
    end = late.award.expires_at

    with pytest.raises(AwardExpired):
        accept_award(late, by=late.requested_by, at=end)
    accepted = accept_award(in_time, by=in_time.requested_by, at=end - timedelta(seconds=1))

    assert accepted.state == RequestState.ACCEPTED


def test_answers_need_an_award() -> None:
    offer = make_offer()
    make_request(offer=offer)
    waiting = make_request(offer=offer)
    by = waiting.requested_by

    with pytest.raises(NothingToAnswer):
        accept_award(waiting, by=by, at=MORNING)
    with pytest.raises(NothingToAnswer):
        decline_award(waiting, reason="자리가 없음", by=by, at=MORNING)
    with pytest.raises(NothingToAnswer):
        revoke_award(waiting, reason="파손", by=by, at=MORNING)

    assert states(offer) == ["AWARDED", "RESERVE"]


def test_decline_award_rescinds_the_agreement_and_offers_the_next() -> None:
    offer = make_offer()
    first, second = make_request(offer=offer), make_request(offer=offer)
    accepted = accept_award(first, by=first.requested_by, at=MORNING)

    declined = decline_award(accepted, reason="자리가 없음", by=first.requested_by, at=MORNING)

    assert (declined.state, declined.reason) == (RequestState.DECLINED, "자리가 없음")
    agreement = declined.award.agreement
    assert agreement is not None
    agreement.refresh_from_db()
    assert agreement.rescinded_at == MORNING
    second.refresh_from_db()
    assert second.state == RequestState.AWARDED
    assert list(Award.objects.live()) == [second.award]


def test_decline_award_needs_a_reason() -> None:
    request = make_request()

    with pytest.raises(ReasonMissing):
        decline_award(request, reason="  ", by=request.requested_by, at=MORNING)

    request.refresh_from_db()
    assert request.state == RequestState.AWARDED


def test_decline_award_comes_too_late_once_both_signed() -> None:
    request = make_hand_over().award.request

    with pytest.raises(InForceAlready):
        decline_award(request, reason="자리가 없음", by=request.requested_by, at=MORNING)


def test_lapse_award_happens_once_and_only_when_due() -> None:
    """I23: twice equals once; a moment too early does nothing."""
    offer = make_offer()
    first = make_request(offer=offer)
    make_request(offer=offer)
    award = first.award
    due = award.expires_at

    answers = [
        lapse_award(award, at=due - timedelta(seconds=1)),
        lapse_award(award, at=due),
        lapse_award(award, at=due),
    ]

    assert answers == [False, True, False]
    assert states(offer) == ["LAPSED", "AWARDED"]
    assert AuditLine.objects.filter(verb="award.lapsed").count() == 1


def test_revoke_award_undoes_what_was_not_delivered() -> None:
    offer = make_offer()
    first, second = make_request(offer=offer), make_request(offer=offer)
    make_hand_over(request=first)

    revoke_award(first, reason="시험 중 파손", by=make_user(), at=MORNING)

    first.refresh_from_db()
    assert (first.state, first.reason) == (RequestState.REVOKED, "시험 중 파손")
    assert states(offer) == ["REVOKED", "AWARDED"]
    assert second.pk == Award.objects.live().get().request_id


def test_revoke_award_before_an_answer_needs_no_agreement() -> None:
    request = make_request()

    revoked = revoke_award(request, reason="시험 중 파손", by=make_user(), at=MORNING)

    assert (revoked.state, revoked.award.agreement) == (RequestState.REVOKED, None)


def test_revoke_award_comes_too_late_after_the_delivery() -> None:
    hand_over = make_hand_over()
    request = hand_over.award.request
    record_delivery(
        hand_over,
        serial=request.offer.asset.serial,
        note="",
        photos=[make_stored_file()],
        by=make_user(),
        at=MORNING,
    )

    with pytest.raises(DeliveredAlready):
        revoke_award(request, reason="파손", by=make_user(), at=MORNING)


def test_who_lost_the_right_meanwhile_leaves_the_line_with_the_reason() -> None:
    """H9, I22: eligibility is checked again at the award."""
    offer = make_offer()
    holder = make_request(offer=offer)
    expiring = make_firm(certified=False)
    make_certificate(expiring, valid_until=date(2014, 10, 3))
    lost = make_request(offer=offer, by=make_manager(expiring))
    third = make_request(offer=offer)

    later = MORNING + timedelta(days=2)
    decline_award(holder, reason="자리가 없음", by=holder.requested_by, at=later)

    lost.refresh_from_db()
    assert states(offer) == ["DECLINED", "NOT_SELECTED", "AWARDED"]
    assert lost.reason.startswith("유효한 중소기업확인서가 없습니다.")
    assert [line.subject_id for line in AuditLine.objects.filter(verb="request.dismissed")] == [
        lost.pk
    ]
    assert Award.objects.live().get().request == third


def test_a_head_that_wants_more_than_is_free_holds_all_behind() -> None:
    offer = make_offer(quantity=3)
    one, two = make_request(offer=offer), make_request(offer=offer, quantity=2)
    make_request(offer=offer, quantity=3)
    make_request(offer=offer)

    decline_award(one, reason="자리가 없음", by=one.requested_by, at=MORNING)
    halfway = states(offer)
    decline_award(two, reason="자리가 없음", by=two.requested_by, at=MORNING)

    assert halfway == ["DECLINED", "AWARDED", "RESERVE", "RESERVE"]
    assert states(offer) == ["DECLINED", "DECLINED", "AWARDED", "RESERVE"]


def test_withdraw_offer_ends_every_request_and_offers_nobody_the_units() -> None:
    offer = make_offer()
    request = make_request(offer=offer)
    make_request(offer=offer)

    withdraw_offer(offer, reason="사정 변경", by=make_user(), at=MORNING)

    assert states(offer) == ["REVOKED", "NOT_SELECTED"]
    assert set(offer.requests.values_list("reason", flat=True)) == {"사정 변경"}
    assert not Award.objects.live().exists()
    assert AuditLine.objects.filter(verb="award.revoked", subject_id=request.award.pk).exists()


def test_close_offer_dismisses_those_whose_wish_never_fitted() -> None:
    offer = make_offer(quantity=2)
    taken = make_hand_over(request=make_request(offer=offer))
    greedy = make_request(offer=offer, quantity=2)
    unsettled = close_offer(offer, at=offer.closes_at)
    record_delivery(
        taken, serial="", note="", photos=[make_stored_file()], by=make_user(), at=MORNING
    )
    confirm_receipt(taken, note="", by=make_user(), at=MORNING)

    closed = close_offer(offer, at=offer.closes_at)

    greedy.refresh_from_db()
    offer.refresh_from_db()
    assert (unsettled, closed, offer.state) == (False, True, OfferState.CLOSED)
    assert (greedy.state, greedy.reason) == (
        RequestState.NOT_SELECTED,
        "접수가 끝나고 남은 배정이 없습니다.",
    )
