from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangsaeng.methods.allocation import Ask, FirstCome, Outcome, State, first_come, next_reserves

ASKS = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from("가나다라마바사"), st.integers(1, 6)),
    max_size=12,
    unique_by=lambda row: row[0],
).map(lambda rows: [Ask(*row) for row in rows])
UNITS = st.integers(0, 8)


def test_first_come_answers_every_kind_of_ask() -> None:
    first, again, greedy = Ask(1, "가온", 2), Ask(2, "가온", 1), Ask(3, "나래", 4)
    waits, behind, late = Ask(4, "다온", 2), Ask(5, "라온", 1), Ask(6, "마루", 1)

    result = first_come([late, behind, waits, greedy, again, first], quantity=3, reserve_limit=2)

    assert result == FirstCome(
        outcomes=(
            Outcome(first, State.AWARDED),
            Outcome(again, State.ASKED_ALREADY),
            Outcome(greedy, State.MORE_THAN_OFFERED),
            Outcome(waits, State.RESERVE, 1),
            Outcome(behind, State.RESERVE, 2),
            Outcome(late, State.FULL),
        ),
        remaining=1,
    )
    assert (result.awarded, result.reserves) == ((first,), (waits, behind))


def test_first_come_lets_a_refused_firm_ask_again() -> None:
    too_much, modest = Ask(1, "가온", 5), Ask(2, "가온", 1)

    assert first_come([too_much, modest], quantity=1, reserve_limit=0).awarded == (modest,)


def test_first_come_without_reserve_still_lets_nobody_wait() -> None:
    asks = [Ask(1, "가온", 2), Ask(2, "나래", 2), Ask(3, "다온", 1)]

    result = first_come(asks, quantity=3, reserve_limit=0)

    assert [outcome.state for outcome in result.outcomes] == ["AWARDED", "FULL", "AWARDED"]


@pytest.mark.parametrize(
    "asks", [[Ask(1, "가온", 1), Ask(1, "나래", 1)], [Ask(1, "가온", 0)], [Ask(1, "가온", -1)]]
)
def test_first_come_refuses_nonsense(asks: list[Ask]) -> None:
    with pytest.raises(ValueError, match=r"ask"):
        first_come(asks, quantity=1, reserve_limit=1)


@given(ASKS, UNITS, st.integers(0, 5), st.randoms(use_true_random=False))
def test_first_come_gives_each_unit_once_in_any_order(
    asks: list[Ask], quantity: int, reserve_limit: int, random: object
) -> None:
    shuffled = sorted(asks, key=lambda _: random.random())  # type: ignore[attr-defined]  # hypothesis gives its own Random

    result = first_come(shuffled, quantity, reserve_limit)

    assert result == first_come(asks, quantity, reserve_limit)
    assert sum(ask.quantity for ask in result.awarded) + result.remaining == quantity
    assert result.remaining >= 0
    assert len(result.reserves) <= reserve_limit
    holders = [ask.firm for ask in (*result.awarded, *result.reserves)]
    assert len(holders) == len(set(holders))
    assert len(result.outcomes) == len(asks)


@given(ASKS, UNITS, st.integers(1, 5))
def test_first_come_lets_nobody_overtake(asks: list[Ask], quantity: int, limit: int) -> None:
    result = first_come(asks, quantity, limit)

    if result.reserves:
        assert all(ask.order < result.reserves[0].order for ask in result.awarded)
        assert result.reserves[0].quantity > result.remaining


@given(ASKS, UNITS)
def test_next_reserves_is_the_longest_head_that_fits(queue: Sequence[Ask], free: int) -> None:
    offered = next_reserves(queue, free)

    assert offered == tuple(queue[: len(offered)])
    assert sum(ask.quantity for ask in offered) <= free
    if len(offered) < len(queue):
        assert sum(ask.quantity for ask in queue[: len(offered) + 1]) > free


def test_next_reserves_waits_for_a_head_that_wants_more() -> None:
    assert next_reserves([Ask(1, "가온", 3), Ask(2, "나래", 1)], free_units=2) == ()
