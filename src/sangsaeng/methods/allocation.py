"""First come, first served, with a reserve chain: the model the database is checked against.

The single-unit queue with several units ("strict FIFO without overtaking"), with the waiting
list kept as ProZorro keeps its waiting runner-up (openprocurement, award chain): the first
who waits is offered what comes free, before anyone behind. The rules, as published:

1. Asks are taken in the order of the counter, never in the order rows happen to lie.
2. An ask is met whole or not at all: it is awarded when the units left cover its quantity and
   nobody waits before it.
3. Otherwise it becomes reserve n. Once somebody waits, every later ask waits behind, also a
   smaller one that would fit: overtaking would let a firm win by asking for less than another.
4. Refused are: a firm that already holds an award or a place, an ask for more than was ever
   offered (it would block the queue for good), and any ask once the reserve is full.
5. Units that come free go to the head of the reserve as long as they cover its quantity. A head
   that wants more than is free waits, and all behind it wait too.

>>> asks = [Ask(1, "가온", 2), Ask(2, "나래", 2), Ask(3, "다온", 1), Ask(4, "라온", 1)]
>>> result = first_come(asks, quantity=3, reserve_limit=2)
>>> [(outcome.ask.firm, outcome.state.value, outcome.reserve) for outcome in result.outcomes]
[('가온', 'AWARDED', None), ('나래', 'RESERVE', 1), ('다온', 'RESERVE', 2), ('라온', 'FULL', None)]
>>> result.remaining
1
>>> [ask.firm for ask in next_reserves(result.reserves, free_units=3)]
['나래', '다온']
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Ask:
    """A firm's wish, with its place in the counter."""

    order: int
    firm: str
    quantity: int


class State(StrEnum):
    """What became of an ask; the last three are refusals."""

    AWARDED = "AWARDED"
    RESERVE = "RESERVE"
    FULL = "FULL"
    ASKED_ALREADY = "ASKED_ALREADY"
    MORE_THAN_OFFERED = "MORE_THAN_OFFERED"


@dataclass(frozen=True)
class Outcome:
    """One ask and its answer; ``reserve`` is its place in the waiting line, from 1."""

    ask: Ask
    state: State
    reserve: int | None = None


@dataclass(frozen=True)
class FirstCome:
    """All answers in the order of the counter, and the units nobody holds."""

    outcomes: tuple[Outcome, ...]
    remaining: int

    @property
    def awarded(self) -> tuple[Ask, ...]:
        return self._in(State.AWARDED)

    @property
    def reserves(self) -> tuple[Ask, ...]:
        return self._in(State.RESERVE)

    def _in(self, state: State) -> tuple[Ask, ...]:
        return tuple(outcome.ask for outcome in self.outcomes if outcome.state is state)


def first_come(asks: Iterable[Ask], quantity: int, reserve_limit: int) -> FirstCome:
    """Answer every ask by the rules above; the order of the argument does not matter."""
    line = sorted(asks, key=lambda ask: ask.order)
    _refuse_nonsense(line)
    outcomes: list[Outcome] = []
    holding: set[str] = set()
    remaining, waiting = quantity, 0
    for ask in line:
        if ask.firm in holding:
            outcomes.append(Outcome(ask, State.ASKED_ALREADY))
        elif ask.quantity > quantity:
            outcomes.append(Outcome(ask, State.MORE_THAN_OFFERED))
        elif not waiting and ask.quantity <= remaining:
            remaining -= ask.quantity
            holding.add(ask.firm)
            outcomes.append(Outcome(ask, State.AWARDED))
        elif waiting < reserve_limit:
            waiting += 1
            holding.add(ask.firm)
            outcomes.append(Outcome(ask, State.RESERVE, waiting))
        else:
            outcomes.append(Outcome(ask, State.FULL))
    return FirstCome(tuple(outcomes), remaining)


def next_reserves(reserve_queue: Sequence[Ask], free_units: int) -> tuple[Ask, ...]:
    """Name those at the head of the reserve whom the free units cover, without overtaking."""
    offered: list[Ask] = []
    for ask in reserve_queue:
        if ask.quantity > free_units:
            break
        free_units -= ask.quantity
        offered.append(ask)
    return tuple(offered)


def _refuse_nonsense(line: Sequence[Ask]) -> None:
    if len({ask.order for ask in line}) < len(line):
        raise ValueError("Two asks share one place in the counter.")
    if any(ask.quantity < 1 for ask in line):
        raise ValueError("An ask is for at least one unit.")
