"""Random stories of one offer, told to the database and to a model side by side.

The model knows only ``methods.allocation`` and the rules as published; it shares no
code with the chain it is compared with.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING
from sangsaeng.assets.actions import (
    accept_award,
    decline_award,
    lapse_award,
    revoke_award,
    submit_request,
    withdraw_request,
)
from sangsaeng.assets.choices import OPEN_REQUESTS
from sangsaeng.assets.models import Request
from sangsaeng.assets.queries import awards_due
from sangsaeng.assets.testing import make_asset, make_offer
from sangsaeng.audit.models import AuditLine
from sangsaeng.kernel.refusals import Refused
from sangsaeng.kernel.working_days import end_of_working_day
from sangsaeng.methods.allocation import Ask, first_come, next_reserves
from sangsaeng.organizations.models import Organization, SmeCertificate
from sangsaeng.organizations.testing import make_firm, make_manager

pytestmark = pytest.mark.django_db

FIRMS = 6
# What happens after every firm has asked; ends weigh more than looking on.
KINDS = (
    *("decline",) * 3,
    *("withdraw",) * 2,
    *("expire",) * 2,
    "accept",
    "revoke",
    "wait",
    "ask",
    "late",
)
EVENTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, FIRMS - 1), st.integers(1, 3)),
    min_size=3,
    max_size=12,
)
ASKS = st.lists(st.integers(1, 3), min_size=FIRMS, max_size=FIRMS)
Event = tuple[str, int, int]


@dataclass
class Row:
    """A request as the model keeps it."""

    ask: Ask
    state: str
    expires_at: datetime | None = None


@dataclass
class Model:
    """The rules as published, without a database."""

    quantity: int
    limit: int
    closes_at: datetime
    rows: list[Row] = field(default_factory=list)
    certified: set[int] = field(default_factory=lambda: set(range(FIRMS)))

    def holding(self, *states: str) -> list[Row]:
        return [row for row in self.rows if row.state in states]

    def row_of(self, firm: int) -> Row | None:
        kept = [row for row in self.rows if row.ask.firm == str(firm) and row.state != "WITHDRAWN"]
        return kept[-1] if kept else None

    def ask(self, firm: int, quantity: int, at: datetime) -> str:
        if at >= self.closes_at:
            return "WINDOW_CLOSED"
        if firm not in self.certified:
            return "CERTIFICATE_MISSING"
        if quantity > self.quantity:
            return "MORE_THAN_OFFERED"
        if self.row_of(firm):
            return "ASKED_ALREADY"
        new = Ask(len(self.rows) + 1, str(firm), quantity)
        before = [row.ask for row in self.holding("AWARDED", "ACCEPTED", "RESERVE")]
        # The order of the argument must not matter: the newest comes first.
        answer = first_come([new, *before], self.quantity, self.limit).outcomes[-1].state.value
        if answer == "FULL":
            return "RESERVE_FULL"
        self.rows.append(Row(new, answer, self.clock(at) if answer == "AWARDED" else None))
        return answer

    def end(self, row: Row, state: str, at: datetime) -> str:
        row.state = state
        self.promote(at)
        return state

    def promote(self, at: datetime) -> None:
        taken = sum(row.ask.quantity for row in self.holding("AWARDED", "ACCEPTED"))
        queue = self.holding("RESERVE")
        entitled = [row.ask for row in queue if int(row.ask.firm) in self.certified]
        offered = next_reserves(entitled, self.quantity - taken)
        stop = entitled[len(offered)].order if len(offered) < len(entitled) else None
        for row in queue:
            if row.ask in offered:
                row.state, row.expires_at = "AWARDED", self.clock(at)
            elif row.ask not in entitled and (stop is None or row.ask.order < stop):
                row.state = "NOT_SELECTED"

    def lapse(self, at: datetime) -> None:
        for row in self.holding("AWARDED"):
            if row.expires_at and row.expires_at <= at:
                self.end(row, "LAPSED", at)

    @staticmethod
    def clock(at: datetime) -> datetime:
        return end_of_working_day(at, 3)


class Story:
    """One offer, its firms, and the same events for both."""

    def __init__(
        self, people: list[User], firms: list[Organization], terms: tuple[int, int]
    ) -> None:
        quantity, limit = terms
        self.people, self.firms, self.at = people, firms, MORNING
        self.offer = make_offer(
            asset=make_asset(quantity=quantity), quantity=quantity, reserve_limit=limit
        )
        self.model = Model(quantity, limit, self.offer.closes_at)
        self.rule_hash = self.offer.rule_hash
        self.seen: set[int] = set()
        self.ends: dict[int, tuple[str, datetime | None, str]] = {}

    def tell(self, event: Event) -> tuple[str, str]:
        """Let one thing happen; return what the database and the model answered."""
        kind, firm, number = event
        if kind in {"ask", "late"}:
            at = self.offer.closes_at if kind == "late" else self.at
            return self._ask(firm, number, at), self.model.ask(firm, number, at)
        if kind == "expire":
            SmeCertificate.objects.filter(organization=self.firms[firm]).delete()
            self.model.certified.discard(firm)
            return "", ""
        if kind == "wait":
            self.at += timedelta(days=number)
            for award in awards_due(self.at):
                lapse_award(award, at=self.at)
            self.model.lapse(self.at)
            return "", ""
        row = self.model.row_of(firm)
        if row is None:
            return "", ""
        request = Request.objects.get(offer=self.offer, order=row.ask.order)
        return self._act(kind, request, self.people[firm]), self._expect(kind, row)

    def _ask(self, firm: int, quantity: int, at: datetime) -> str:
        try:
            return submit_request(
                self.offer, quantity=quantity, purpose="시험", by=self.people[firm], at=at
            ).state
        except Refused as refusal:
            return refusal.code

    def _act(self, kind: str, request: Request, by: User) -> str:
        try:
            if kind == "accept":
                return accept_award(request, by=by, at=self.at).state
            if kind == "decline":
                return decline_award(request, reason="자리가 없음", by=by, at=self.at).state
            if kind == "revoke":
                return revoke_award(request, reason="파손", by=by, at=self.at).state
            return withdraw_request(request, by=by, at=self.at).state
        except Refused as refusal:
            return refusal.code

    def _expect(self, kind: str, row: Row) -> str:
        if kind == "accept" and row.state == "AWARDED":
            row.state = "ACCEPTED"
            return row.state
        if kind == "withdraw" and row.state in {"AWARDED", "RESERVE"}:
            return self.model.end(row, "WITHDRAWN", self.at)
        if kind in {"decline", "revoke"} and row.state in {"AWARDED", "ACCEPTED"}:
            return self.model.end(row, {"decline": "DECLINED", "revoke": "REVOKED"}[kind], self.at)
        return "TOO_LATE_TO_WITHDRAW" if kind == "withdraw" else "NOTHING_TO_ANSWER"


@pytest.fixture
def firms() -> list[Organization]:
    return [make_firm() for _ in range(FIRMS)]


@pytest.fixture
def people(firms: list[Organization]) -> list[User]:
    return [make_manager(firm) for firm in firms]


def check_units(story: Story) -> None:
    """I1: the live awards never pass the quantity, and the kept sum is their sum."""
    live = story.offer.awards.live()
    units = live.aggregate(units=Sum("quantity"))["units"] or 0
    holders = [row.ask.order for row in story.model.holding("AWARDED", "ACCEPTED")]

    assert units == story.offer.awarded_quantity <= story.offer.quantity
    assert sorted(live.values_list("request__order", flat=True)) == holders


def check_entitled(story: Story) -> None:
    """I2: asked inside the window, certified when awarded, under the rule published before it."""
    for award in story.offer.awards.exclude(pk__in=story.seen).select_related("request__firm"):
        request = award.request
        story.seen.add(award.pk)

        assert story.offer.opens_at <= request.requested_at < story.offer.closes_at
        assert story.firms.index(request.firm) in story.model.certified
    assert story.offer.published_at
    assert story.offer.published_at <= story.offer.opens_at
    assert story.offer.rule_hash == story.rule_hash


def check_line(story: Story) -> None:
    """I4: every state follows from the counter and the published rule alone."""
    stored = story.offer.requests.order_by("order")

    assert list(stored.values_list("order", "quantity", "state")) == [
        (row.ask.order, row.ask.quantity, row.state) for row in story.model.rows
    ]


def check_ends(story: Story) -> None:
    """I6: one end, once, with a reason; nothing that ended comes back."""
    for request in story.offer.requests.all():
        end = (request.state, request.ended_at, request.reason)
        if request.state in OPEN_REQUESTS:
            assert end[1:] == (None, "")
            assert request.pk not in story.ends
        else:
            assert request.ended_at
            assert request.reason
            assert story.ends.setdefault(request.pk, end) == end


def check_next(story: Story) -> None:
    """I7: after any end the first who waits does not fit, or nobody waits."""
    first = story.offer.requests.reserves().first()

    assert first is None or first.quantity > story.offer.remaining


def check_lapses(story: Story) -> None:
    """I23: a second look at every award there ever was changes nothing."""
    lines = AuditLine.objects.count()

    for award in story.offer.awards.filter(expires_at__lte=story.at):
        assert lapse_award(award, at=story.at) is False

    assert AuditLine.objects.count() == lines


CHECKS = (check_units, check_entitled, check_line, check_ends, check_next, check_lapses)


@example(asks=[1, 1, 2, 1, 1, 1], quantity=2, limit=5, events=[("decline", 0, 1)])
@example(asks=[1, 1, 1, 1, 1, 1], quantity=1, limit=5, events=[("expire", 1, 1), ("decline", 0, 1)])
@example(asks=[1, 2, 1, 1, 1, 1], quantity=2, limit=2, events=[("withdraw", 1, 1)])
@example(asks=[1] * 6, quantity=2, limit=5, events=[("wait", 0, 3), ("wait", 0, 3), ("wait", 0, 3)])
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asks=ASKS, quantity=st.integers(1, 4), limit=st.integers(0, 5), events=EVENTS)
def test_random_stories_keep_every_invariant(
    people: list[User],
    firms: list[Organization],
    asks: list[int],
    quantity: int,
    limit: int,
    events: list[Event],
) -> None:
    """I1, I2, I4, I6, I7, I23: each check above says its own."""
    with transaction.atomic():
        story = Story(people, firms, (quantity, limit))
        for event in [*(("ask", firm, units) for firm, units in enumerate(asks)), *events]:
            said, expected = story.tell(event)
            story.offer.refresh_from_db()

            assert said == expected
            if event[0] != "expire":  # who lost the right leaves at the next move of the line
                for check in CHECKS:
                    check(story)
        transaction.set_rollback(True)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asks=ASKS, quantity=st.integers(1, 4), limit=st.integers(0, 5), shuffled=st.randoms())
def test_the_order_in_which_rows_are_read_decides_nothing(
    people: list[User],
    firms: list[Organization],
    asks: list[int],
    quantity: int,
    limit: int,
    shuffled: Random,
) -> None:
    """I4: same asks, same answers, whatever the input order."""
    with transaction.atomic():
        story = Story(people, firms, (quantity, limit))
        for firm, units in enumerate(asks):
            story.tell(("ask", firm, units))
        stored = [
            Ask(request.order, str(story.firms.index(request.firm)), request.quantity)
            for request in story.offer.requests.select_related("firm")
        ]
        shuffled.shuffle(stored)

        outcomes = first_come(stored, quantity, limit).outcomes

        states = story.offer.requests.order_by("order").values_list("state", flat=True)
        assert [outcome.state.value for outcome in outcomes] == list(states)
        transaction.set_rollback(True)
