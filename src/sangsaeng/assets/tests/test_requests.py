"""Asking, and taking a request back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.assets.actions import submit_request, withdraw_offer, withdraw_request
from sangsaeng.assets.actions.requests import (
    AskedAlready,
    MoreThanOffered,
    ReserveFull,
    TooLateToWithdraw,
)
from sangsaeng.assets.choices import Audience, RequestState
from sangsaeng.assets.models import Award, Offer, Request
from sangsaeng.assets.policies import (
    CertificateMissing,
    NoFirm,
    NotAnSme,
    NotInAudience,
    NotOpenYet,
    WindowClosed,
)
from sangsaeng.assets.testing import make_hand_over, make_offer, make_request
from sangsaeng.audit.models import AuditLine
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.choices import Tier
from sangsaeng.organizations.testing import (
    make_certificate,
    make_firm,
    make_large_company,
    make_manager,
    make_tie,
)

pytestmark = pytest.mark.django_db

CLOSING = MORNING + timedelta(days=14)


def line_of(offer: Offer) -> list[tuple[int, str]]:
    return list(offer.requests.order_by("order").values_list("order", "state"))


def test_submit_request_awards_at_once_while_units_last() -> None:
    offer = make_offer(quantity=3, reserve_limit=1)

    first = make_request(offer=offer, quantity=2)
    second = make_request(offer=offer, quantity=2)
    with pytest.raises(ReserveFull):
        make_request(offer=offer, quantity=1)

    assert line_of(offer) == [(1, "AWARDED"), (2, "RESERVE")]
    award = Award.objects.get()
    assert (award.request, award.quantity, award.awarded_at) == (first, 2, MORNING)
    # Three working days on: 3 October is a holiday, 4 and 5 a weekend.
    assert award.expires_at == (MORNING + timedelta(days=7)).replace(hour=0)
    assert second.number == f"R-2014-{second.pk:06d}"
    verbs = AuditLine.objects.filter(verb="request.submitted").order_by("pk")
    assert [line.facts["state"] for line in verbs] == ["AWARDED", "RESERVE"]


def test_submit_request_lets_nobody_overtake_who_waits() -> None:
    offer = make_offer(quantity=3)
    make_request(offer=offer, quantity=2)
    make_request(offer=offer, quantity=2)

    make_request(offer=offer, quantity=1)

    assert line_of(offer) == [(1, "AWARDED"), (2, "RESERVE"), (3, "RESERVE")]


def test_submit_request_needs_at_most_eight_statements() -> None:
    offer, by = make_offer(), make_manager(make_firm())

    with CaptureQueriesContext(
        connection,
    ) as captured:
        submit_request(offer, quantity=1, purpose="시험", by=by, at=MORNING)

    frame = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN")
    statements = [q["sql"] for q in captured if not q["sql"].startswith(frame)]
    assert len(statements) == 8


def test_submit_request_refuses_who_acts_for_no_firm() -> None:
    with pytest.raises(NoFirm):
        make_request(by=make_user())

    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("moment", "refusal"),
    [
        (MORNING - timedelta(microseconds=1), NotOpenYet),
        (MORNING, None),
        (CLOSING - timedelta(microseconds=1), None),
        (CLOSING, WindowClosed),
    ],
)
def test_submit_request_keeps_the_window_half_open(
    moment: object, refusal: type[Refused] | None
) -> None:
    """I21: the server's time decides, from the opening on, before the closing."""
    offer, by = make_offer(), make_manager(make_firm())
    answer = None

    try:
        submit_request(offer, quantity=1, purpose="시험", by=by, at=moment)  # type: ignore[arg-type]  # a moment of the table above
    except Refused as refused:
        answer = type(refused)

    assert answer == refusal


def test_submit_request_takes_nothing_on_a_withdrawn_offer() -> None:
    """I8: withdrawn offers take no requests."""
    offer = make_offer()
    withdraw_offer(offer, reason="사정 변경", by=make_user(), at=MORNING)

    with pytest.raises(WindowClosed):
        make_request(offer=offer)


def test_submit_request_is_for_certified_small_firms() -> None:
    offer = make_offer()
    expired = make_firm(certified=False)
    make_certificate(expired, valid_from=date(2013, 4, 1), valid_until=date(2014, 10, 1))

    with pytest.raises(NotAnSme):
        make_request(offer=offer, by=make_manager(make_large_company()))
    with pytest.raises(CertificateMissing):
        make_request(offer=offer, by=make_manager(expired))

    assert line_of(offer) == []


def test_submit_request_keeps_to_the_audience() -> None:
    tier_1 = make_offer(audience=Audience.TIER_1)
    partners = make_offer(audience=Audience.PARTNERS)
    first, third, unconfirmed, stranger = (make_firm() for _ in range(4))
    for offer in (tier_1, partners):
        make_tie(offer.owner, first)
        make_tie(offer.owner, third, tier=Tier.TIER_3)
        make_tie(offer.owner, unconfirmed, confirmed=False)
    answers = []

    for firm in (first, third, unconfirmed, stranger):
        by = make_manager(firm)
        for offer in (tier_1, partners):
            try:
                answers.append(make_request(offer=offer, by=by).state)
            except NotInAudience as refusal:
                answers.append(refusal.code)

    no = "NOT_IN_AUDIENCE"
    assert answers == ["AWARDED", "AWARDED", no, "RESERVE", no, no, no, no]


def test_submit_request_refuses_more_than_was_offered_and_a_second_time() -> None:
    offer, by = make_offer(quantity=2), make_manager(make_firm())

    with pytest.raises(MoreThanOffered):
        make_request(offer=offer, by=by, quantity=3)
    make_request(offer=offer, by=by)
    with pytest.raises(AskedAlready):
        make_request(offer=offer, by=by)

    assert line_of(offer) == [(1, "AWARDED")]


def test_withdraw_request_gives_the_units_to_the_next_and_the_last_place_to_who_comes_back() -> (
    None
):
    offer = make_offer()
    first, second = make_request(offer=offer), make_request(offer=offer)

    withdraw_request(first, by=first.requested_by, at=MORNING)
    again = make_request(offer=offer, by=first.requested_by)

    assert line_of(offer) == [(1, "WITHDRAWN"), (2, "AWARDED"), (3, "RESERVE")]
    assert again.firm == first.firm
    assert Award.objects.live().get().request == second


def test_withdraw_request_ends_a_reserve_with_a_reason() -> None:
    offer = make_offer()
    make_request(offer=offer)
    waiting = make_request(offer=offer)

    ended = withdraw_request(waiting, by=waiting.requested_by, at=MORNING)

    assert (ended.state, ended.reason, ended.ended_at) == (
        RequestState.WITHDRAWN,
        "신청 기업이 철회했습니다.",
        MORNING,
    )


def test_withdraw_request_of_a_head_that_wanted_too_much_frees_those_behind() -> None:
    """I7: units do not lie idle while somebody whom they cover waits."""
    offer = make_offer(quantity=2)
    make_request(offer=offer)
    greedy = make_request(offer=offer, quantity=2)
    make_request(offer=offer)

    withdraw_request(greedy, by=greedy.requested_by, at=MORNING)

    assert line_of(offer) == [(1, "AWARDED"), (2, "WITHDRAWN"), (3, "AWARDED")]


def test_withdraw_request_comes_too_late_after_the_acceptance() -> None:
    hand_over = make_hand_over()
    request = hand_over.award.request

    with pytest.raises(TooLateToWithdraw):
        withdraw_request(request, by=request.requested_by, at=MORNING)
