"""Okapi BM25 over weighted fields.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), and for
the fields Robertson, Zaragoza & Taylor, "Simple BM25 extension to multiple weighted fields"
(CIKM 2004): frequencies and lengths of the fields are weighted and added *before* the
saturation. The idf is the one that is never negative, ln(1 + (N - n + 0.5) / (n + 0.5)).

>>> frequencies, length = weigh([(["선반"], 4), (["선반", "매각"], 1)])
>>> frequencies, length
({'선반': 5, '매각': 1}, 6)
>>> list(sufficient_sets({"선반": 3.0, "매각": 2.0, "창원": 2.0, "공장": 1.0}, floor=3.0))
[('선반',), ('매각', '창원'), ('매각', '공장'), ('창원', '공장')]
>>> round(score([(5, idf(100, 10))], length, average_length=6), 3)
4.016
"""

import math
from collections.abc import Iterable, Iterator, Mapping

K1 = 1.2
B = 0.6


def weigh(fields: Iterable[tuple[Iterable[str], int]]) -> tuple[dict[str, int], int]:
    """Fold the words of weighted fields into one frequency per word and one length."""
    frequencies: dict[str, int] = {}
    length = 0
    for words, weight in fields:
        for word in words:
            frequencies[word] = frequencies.get(word, 0) + weight
            length += weight
    return frequencies, length


def idf(documents: int, containing: int) -> float:
    """Say how telling a word is; statistics that lag behind may count more than there are."""
    containing = min(containing, documents)
    return math.log1p((documents - containing + 0.5) / (containing + 0.5))


def score(
    matches: Iterable[tuple[float, float]],
    length: float,
    average_length: float,
    *,
    k1: float = K1,
    b: float = B,
) -> float:
    """Add up one document's (frequency, idf) pairs for the words of a query."""
    relative = length / average_length if average_length else 1
    norm = k1 * (1 - b + b * relative)
    return sum(rarity * tf * (k1 + 1) / (tf + norm) for tf, rarity in matches)


def sufficient_sets(rarity: Mapping[str, float], floor: float) -> Iterator[tuple[str, ...]]:
    """Name the smallest sets of words that together reach a share of what a query says.

    A document reaches the floor exactly when it holds one of them, so an index can find such
    documents without weighing any. Going from the most telling word down makes every set
    smallest: without any of its words it would stay below.
    """
    words = sorted(rarity, key=lambda word: -rarity[word])
    open_sets: list[tuple[tuple[str, ...], float, int]] = [((), 0.0, 0)]
    while open_sets:
        chosen, mass, start = open_sets.pop(0)
        if chosen and mass >= floor:
            yield chosen
        else:
            open_sets += [
                ((*chosen, word), mass + rarity[word], place)
                for place, word in enumerate(words[start:], start=start + 1)
            ]
