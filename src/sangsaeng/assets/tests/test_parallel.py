"""Real parallel transactions on one offer: each test says which hazard it guards."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from sangsaeng.accounts.testing import MORNING
from sangsaeng.assets.actions import (
    accept_award,
    decline_award,
    lapse_award,
    submit_request,
    withdraw_offer,
    withdraw_request,
)
from sangsaeng.assets.choices import OfferState, RequestState
from sangsaeng.assets.models import Award, Offer, Request
from sangsaeng.assets.testing import make_draft, make_offer, make_request
from sangsaeng.audit.models import AuditLine
from sangsaeng.kernel.refusals import Refused
from sangsaeng.methods.allocation import Ask, first_come
from sangsaeng.organizations.testing import make_firm, make_manager

pytestmark = pytest.mark.django_db(transaction=True)

LATE = MORNING + timedelta(days=10)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run every act in a thread and a connection of its own, released together."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            gate.wait()
            return act()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def states_of(offer: Offer) -> Counter[str]:
    return Counter(offer.requests.values_list("state", flat=True))


@pytest.mark.parametrize(("quantity", "reserve_limit"), [(1, 60), (7, 20)])
def test_fifty_firms_at_once_get_the_last_units_exactly(quantity: int, reserve_limit: int) -> None:
    """H2, H11, H19: no unit twice, every accepted request stored once, in one order, no deadlock."""
    offer = make_offer(quantity=quantity, reserve_limit=reserve_limit)
    people = [make_manager(make_firm()) for _ in range(50)]

    answers = at_once(
        *(
            lambda by=by: submit_request(offer, quantity=1, purpose="시험", by=by, at=MORNING).state  # type: ignore[misc]  # mypy cannot type a defaulted lambda
            for by in people
        )
    )

    stored = list(offer.requests.order_by("order"))
    model = first_come(
        [Ask(n, str(n), 1) for n in range(1, 51)], quantity=quantity, reserve_limit=reserve_limit
    )
    assert Counter(answers) == Counter(
        "RESERVE_FULL" if outcome.state == "FULL" else outcome.state.value
        for outcome in model.outcomes
    )
    assert [request.order for request in stored] == list(range(1, len(stored) + 1))
    assert [request.state for request in stored] == [
        outcome.state.value for outcome in model.outcomes if outcome.state != "FULL"
    ]
    assert Award.objects.live().filter(offer=offer).count() == quantity
    offer.refresh_from_db()
    assert offer.awarded_quantity == quantity
    assert AuditLine.objects.filter(verb="request.submitted").count() == len(stored)


def test_two_people_of_one_firm_ask_once() -> None:
    """H10: one business number has one request, whoever of the firm presses."""
    offer = make_offer(quantity=5)
    firm = make_firm()
    people = [make_manager(firm) for _ in range(8)]

    answers = at_once(
        *(
            lambda by=by: submit_request(offer, quantity=1, purpose="시험", by=by, at=MORNING).state  # type: ignore[misc]  # mypy cannot type a defaulted lambda
            for by in people
        )
    )

    assert Counter(answers) == {"AWARDED": 1, "ASKED_ALREADY": 7}
    assert [request.firm for request in Request.objects.all()] == [firm]


@pytest.mark.parametrize("attempt", range(5))
def test_accept_and_lapse_of_one_award_exclude_each_other(attempt: int) -> None:
    """H5, H6: the job runs on two hosts while the firm clicks a moment too early or late."""
    offer = make_offer()
    first, second = make_request(offer=offer), make_request(offer=offer)
    award = first.award
    just_in_time = award.expires_at - timedelta(seconds=1)

    answers = at_once(
        lambda: accept_award(first, by=first.requested_by, at=just_in_time).state,
        lambda: lapse_award(award, at=award.expires_at),
        lambda: lapse_award(award, at=award.expires_at),
    )

    first.refresh_from_db()
    second.refresh_from_db()
    accepted = ["ACCEPTED", False, False]
    lapsed = ["NOTHING_TO_ANSWER", True, False]
    assert answers == accepted or [answers[0], *sorted(answers[1:], reverse=True)] == lapsed
    if answers == accepted:
        assert (first.state, second.state) == (RequestState.ACCEPTED, RequestState.RESERVE)
    else:
        assert (first.state, second.state) == (RequestState.LAPSED, RequestState.AWARDED)
    assert Award.objects.live().filter(offer=offer).count() == 1


@pytest.mark.parametrize("attempt", range(5))
def test_withdrawing_the_offer_and_accepting_exclude_each_other(attempt: int) -> None:
    """H4: exactly one of the two succeeds."""
    offer = make_offer()
    request = make_request(offer=offer)

    answers = at_once(
        lambda: withdraw_offer(offer, reason="사정 변경", by=request.requested_by, at=MORNING).state,
        lambda: accept_award(request, by=request.requested_by, at=MORNING).state,
    )

    request.refresh_from_db()
    offer.refresh_from_db()
    outcome = (answers, offer.state, request.state)
    assert outcome in (
        (["WITHDRAWN", "NOTHING_TO_ANSWER"], OfferState.WITHDRAWN, RequestState.REVOKED),
        (["ACCEPTED_ALREADY", "ACCEPTED"], OfferState.PUBLISHED, RequestState.ACCEPTED),
    )


@pytest.mark.parametrize("attempt", range(5))
def test_withdrawing_a_request_and_accepting_it_exclude_each_other(attempt: int) -> None:
    """H4 seen from the firm: two of its people press different buttons."""
    offer = make_offer()
    first, second = make_request(offer=offer), make_request(offer=offer)

    answers = at_once(
        lambda: withdraw_request(first, by=first.requested_by, at=MORNING).state,
        lambda: accept_award(first, by=first.requested_by, at=MORNING).state,
    )

    second.refresh_from_db()
    assert (answers, second.state) in (
        (["WITHDRAWN", "NOTHING_TO_ANSWER"], RequestState.AWARDED),
        (["TOO_LATE_TO_WITHDRAW", "ACCEPTED"], RequestState.RESERVE),
    )


def test_declines_and_new_requests_at_once_keep_the_line() -> None:
    """H1, H11, H19: whoever gives up, the next in line is awarded and nobody overtakes."""
    offer = make_offer(quantity=4, reserve_limit=60)
    holders = [make_request(offer=offer) for _ in range(4)]
    waiting = [make_request(offer=offer) for _ in range(4)]
    newcomers = [make_manager(make_firm()) for _ in range(8)]

    at_once(
        *(
            lambda request=request: decline_award(  # type: ignore[misc]  # mypy cannot type a defaulted lambda
                request, reason="자리가 없음", by=request.requested_by, at=MORNING
            )
            for request in holders
        ),
        *(
            lambda by=by: submit_request(offer, quantity=1, purpose="시험", by=by, at=MORNING)  # type: ignore[misc]  # mypy cannot type a defaulted lambda
            for by in newcomers
        ),
    )

    assert states_of(offer) == {"DECLINED": 4, "AWARDED": 4, "RESERVE": 8}
    awarded = offer.requests.filter(state=RequestState.AWARDED)
    assert set(awarded) == set(waiting)


def test_the_database_itself_refuses_one_unit_too_many() -> None:
    """H1, I1: the trigger and the constraint hold even when code forgets the lock."""
    from django.db import IntegrityError

    offer = make_offer(quantity=1)
    request = make_request(offer=offer)
    other = make_request(offer=offer)

    with pytest.raises(IntegrityError, match="never_more_than_offered"):
        Award.objects.create(
            request=other,
            offer=offer,
            quantity=1,
            awarded_at=MORNING,
            expires_at=LATE,
        )

    assert list(Award.objects.live()) == [request.award]
