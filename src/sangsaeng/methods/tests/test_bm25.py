import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangsaeng.methods.bm25 import idf, score, sufficient_sets, weigh

COUNT = st.integers(0, 10_000)
TF = st.floats(0, 1000)


def test_weigh_adds_the_fields_up_before_the_saturation() -> None:
    assert weigh([(["a", "b", "a"], 4), (["a", "c"], 1)]) == ({"a": 9, "b": 4, "c": 1}, 14)


def test_score_is_the_textbook_sum() -> None:
    # One word, twice, in a document twice as long as the average, k1 1.2, b 0.75.
    textbook = 2.0 * 2 * 2.2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 2))

    assert score([(2, 2.0)], 20, 10, b=0.75) == pytest.approx(textbook)


def test_score_without_statistics_does_not_judge_length() -> None:
    assert score([(1, idf(0, 0))], length=9, average_length=0) == pytest.approx(math.log(2))


@given(COUNT, COUNT, COUNT)
def test_idf_is_positive_and_falls_with_every_document(total: int, one: int, other: int) -> None:
    fewer, more = sorted((one, other))

    assert idf(total, fewer) >= idf(total, more) > 0


@given(TF, TF, st.floats(1, 1000), st.floats(1, 1000))
def test_score_grows_with_frequency_up_to_a_bound(
    one: float, other: float, length: float, average: float
) -> None:
    fewer, more = sorted((one, other))

    assert score([(fewer, 1)], length, average) <= score([(more, 1)], length, average) <= 2.2


@given(
    st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 9), max_size=7),
    st.integers(0, 30),
    st.sets(st.sampled_from("abcdefg")),
)
def test_sufficient_sets_are_held_by_exactly_the_documents_that_reach_the_floor(
    rarity: dict[str, int], floor: int, document: set[str]
) -> None:
    held = [rarity[word] for word in document if word in rarity]

    found = any(set(words) <= document for words in sufficient_sets(rarity, floor))

    assert found == (bool(held) and sum(held) >= floor)


def test_sufficient_sets_are_smallest() -> None:
    rarity = {"a": 3.0, "b": 2.0, "c": 2.0}

    assert list(sufficient_sets(rarity, 4)) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert list(sufficient_sets(rarity, 8)) == []
