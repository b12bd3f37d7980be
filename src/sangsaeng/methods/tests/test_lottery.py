import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangsaeng.methods.lottery import Place, keyed_hash, ranks

NUMBERS = st.lists(st.from_regex(r"R-2014-[0-9]{6}", fullmatch=True), unique=True, max_size=20)


def test_keyed_hash_is_the_published_hmac() -> None:
    # RFC 4231, test case 2.
    assert keyed_hash("Jefe", "what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_ranks_names_every_request_with_its_hash() -> None:
    assert ranks("씨앗", ["가", "나"]) == [
        Place(rank, number, hmac.new("씨앗".encode(), number.encode(), hashlib.sha256).hexdigest())
        for rank, number in enumerate(["나", "가"], start=1)
    ]


@given(st.text("abc가나", max_size=8), NUMBERS, st.randoms(use_true_random=False))
def test_ranks_does_not_depend_on_the_order(seed: str, numbers: list[str], random: object) -> None:
    shuffled = sorted(numbers, key=lambda _: random.random())  # type: ignore[attr-defined]  # hypothesis gives its own Random

    drawn = ranks(seed, shuffled)

    assert drawn == ranks(seed, numbers)
    assert [place.rank for place in drawn] == list(range(1, len(numbers) + 1))
    assert sorted(place.number for place in drawn) == sorted(numbers)
    assert [place.hex for place in drawn] == sorted(place.hex for place in drawn)


@given(NUMBERS, st.integers(0, 19))
def test_ranks_of_two_do_not_change_when_a_third_leaves(numbers: list[str], leaving: int) -> None:
    kept = [number for place, number in enumerate(numbers) if place != leaving]

    assert [place.number for place in ranks("seed", kept)] == [
        place.number for place in ranks("seed", numbers) if place.number in kept
    ]


def test_ranks_refuses_a_number_that_comes_twice() -> None:
    with pytest.raises(ValueError, match="once"):
        ranks("seed", ["R-2014-000001", "R-2014-000001"])
