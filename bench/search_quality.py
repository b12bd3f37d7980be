"""Measure how well and how fast search finds: the judged Korean queries, every design in one run.

``python bench/search_quality.py [--rows N]`` fills a database of its own (thrown away after) on
the server the settings name. Without the judged queries beside the repository it says so and
stops.
"""

import argparse
import gzip
import json
import math
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangsaeng.config.settings")
django.setup()

from django.contrib.postgres.indexes import GinIndex  # noqa: E402 - settings come first
from django.contrib.postgres.search import SearchRank  # noqa: E402 - settings come first
from django.db import connection, models  # noqa: E402 - settings come first

from sangsaeng.config.postgres import ensure_running  # noqa: E402 - settings come first
from sangsaeng.kernel import search  # noqa: E402 - settings come first
from sangsaeng.kernel.models import Searchable  # noqa: E402 - settings come first
from sangsaeng.methods import bm25  # noqa: E402 - settings come first
from sangsaeng.methods.bigrams import query_tokens, tokens  # noqa: E402 - settings come first

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "search"
BATCH = 2000
WORDS = ["선반", "상담", "공장", "지원", "기업", "창원", "가능합니다", "없는낱말", "나노금박"]
Find = Callable[[str], Sequence[int]]


class Listing(Searchable):
    """A table like any that is searched; one row in ten is hidden from the searcher."""

    title = models.TextField()
    body = models.TextField()
    hidden = models.BooleanField(default=False)

    class Meta:
        app_label = "bench"
        indexes = [GinIndex(fields=["search_vector"], name="bench_listing_words")]


@dataclass(frozen=True)
class Judged:
    """A query, its kind, and the rows that answer it: 2 best, 1 relevant."""

    text: str
    kind: str
    relevant: Mapping[int, int]


def ndcg(found: Sequence[int], judged: Judged, gain: Callable[[int], float]) -> float:
    """Compare the first ten with the best possible ten."""

    def total(grades: Sequence[int]) -> float:
        return sum(gain(grade) / math.log2(place + 2) for place, grade in enumerate(grades[:10]))

    grades = [judged.relevant.get(pk, 0) for pk in found[:10]]
    return total(grades) / total(sorted(judged.relevant.values(), reverse=True))


def recall(found: Sequence[int], judged: Judged) -> float:
    """Tell how many of the first twenty answer, of as many as could."""
    hits = sum(pk in judged.relevant for pk in found[:20])
    return hits / min(20, len(judged.relevant))


def like_words(text: str) -> list[int]:
    """Ask for every word anywhere, newest first."""
    rows = Listing.objects.all()
    for word in text.split():
        rows = rows.filter(models.Q(title__icontains=word) | models.Q(body__icontains=word))
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:20])


def rank_alone(text: str) -> list[int]:
    """Take the order of ts_rank over any of the words."""
    query = search._tsquery((word,) for word in query_tokens(text))  # noqa: SLF001  # the same words
    rows = Listing.objects.extra(where=["search_vector @@ %s::tsquery"], params=[_text(text)])
    ranked = rows.order_by(SearchRank(models.F("search_vector"), query).desc(), "-pk")
    return list(ranked.values_list("pk", flat=True)[:20])


def _text(text: str) -> str:
    return " | ".join(f"'{word}'" for word in query_tokens(text))


def two_stages(text: str) -> Sequence[int]:
    """Search as the product does."""
    return search.best_matches(Listing.objects.all(), text).ids


def every_row(
    cut_document: Callable[[str], list[str]], cut_query: Callable[[str], list[str]]
) -> Find:
    """Score every row in memory: what the two stages would find had they no limits."""
    weighed = [
        (pk, *bm25.weigh([(cut_document(title), search.TITLE_WEIGHT), (cut_document(body), 1)]))
        for pk, title, body in Listing.objects.values_list("pk", "title", "body")
    ]
    containing: dict[str, int] = {}
    for _, terms, _ in weighed:
        for term in terms:
            containing[term] = containing.get(term, 0) + 1
    average = statistics.fmean(length for _, _, length in weighed)

    def find(text: str) -> list[int]:
        rarity = {word: bm25.idf(len(weighed), containing.get(word, 0)) for word in cut_query(text)}
        scored = [
            (
                bm25.score(
                    [(terms.get(w, 0), mass) for w, mass in rarity.items()], length, average
                ),
                pk,
            )
            for pk, terms, length in weighed
        ]
        return [pk for points, pk in sorted(scored, reverse=True)[:20] if points]

    return find


def joined_query(text: str) -> list[str]:
    """Cut a query across its spaces too."""
    return list(dict.fromkeys(tokens(text)))


def spaced(text: str) -> list[str]:
    """Cut a document at its spaces."""
    return [token for word in text.split() for token in tokens(word)]


def fill(texts: Sequence[Mapping[str, Any]], rows: int) -> None:
    """Store the judged listings, then as many more made of their sentences as asked."""
    chance = random.Random(2014)  # noqa: S311  # a repeatable shuffle, nothing secret
    sentences = [part for text in texts for part in text["body"].split(". ")]

    def listings() -> Iterator[Listing]:
        for number in range(max(rows, len(texts))):
            title, body, pk = texts[number % len(texts)]["title"], "", number + 1
            if number < len(texts):
                pk, body = texts[number]["id"], texts[number]["body"]
            else:
                body = ". ".join(chance.sample(sentences, 5))
            columns = search.index_document(title=title, body=body)
            yield Listing(pk=pk, title=title, body=body, hidden=number % 10 == 0, **columns)

    every = listings()
    while batch := list(islice(every, BATCH)):
        Listing.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE bench_listing")
    started = time.perf_counter()
    search.refresh_statistics(Listing)
    print(
        f"{Listing.objects.count():,} rows; counting words {time.perf_counter() - started:.1f} s\n"
    )


def quality(judged: Sequence[Judged]) -> None:
    """Print how well each design does, and the product's own by kind of query."""
    designs: dict[str, Find] = {
        "LIKE per word, AND": like_words,
        "ts_rank alone": rank_alone,
        "BM25 every row, pairs across spaces on both sides": every_row(tokens, joined_query),
        "BM25 every row, pairs within words only": every_row(spaced, query_tokens),
        "BM25 every row, words of search": every_row(tokens, query_tokens),
        "**two stages, as built**": two_stages,
    }
    print(
        "| design | nDCG@10 | nDCG@10 (2^grade) | recall@20 | no hit |",
        "| --- | --- | --- | --- | --- |",
        sep="\n",
    )
    for name, find in designs.items():
        found = [find(query.text) for query in judged]
        pairs = list(zip(found, judged, strict=True))
        linear = statistics.fmean(ndcg(ids, query, float) for ids, query in pairs)
        steep = statistics.fmean(
            ndcg(ids, query, lambda grade: 2**grade - 1) for ids, query in pairs
        )
        reach = statistics.fmean(recall(ids, query) for ids, query in pairs)
        nothing = sum(not ids for ids in found)
        print(f"| {name} | {linear:.3f} | {steep:.3f} | {reach:.3f} | {nothing} |")
    kinds: dict[str, list[float]] = {}
    for query in judged:
        kinds.setdefault(query.kind, []).append(ndcg(two_stages(query.text), query, float))
    print("\nBy kind:", {kind: round(statistics.fmean(each), 2) for kind, each in kinds.items()})


def speed(texts: Sequence[str]) -> None:
    """Print what one search costs a visitor who may not see every row, beside a bare statement."""
    visible = Listing.objects.filter(hidden=False)
    shapes: dict[str, Callable[[str], object]] = {
        "SELECT 1": lambda _: connection.cursor().execute("SELECT 1"),
        "two stages": lambda text: search.best_matches(visible, text),
    }
    print("\n| statement | wall p50 / p95 ms | CPU app+db p50 / p95 ms |\n| --- | --- | --- |")
    for name, run in shapes.items():
        walls, cpus = [], []
        for text in texts:
            each = []
            for _ in range(7):
                wall, cpu = time.perf_counter(), spent()
                run(text)
                each.append((time.perf_counter() - wall, spent() - cpu))
            walls.append(statistics.median(wall for wall, _ in each) * 1000)
            cpus.append(statistics.median(cpu for _, cpu in each) * 1000)
        columns = [
            " / ".join(f"{sorted(times)[int(len(times) * share)]:.1f}" for share in (0.5, 0.95))
            for times in (walls, cpus)
        ]
        print(f"| {name} | {columns[0]} | {columns[1]} |")


def spent() -> float:
    """Add up the seconds of processor this process and its database backend have had."""
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return time.process_time() + int(backend.read_text().split()[0]) / 1e9


def read(folder: Path) -> tuple[list[Mapping[str, Any]], list[Judged]]:
    """Read the listings and the judged queries."""
    with gzip.open(folder / "texts.json.gz", "rt", encoding="utf-8") as file:
        texts = json.load(file)
    queries = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
    return texts, [
        Judged(one["q"], one["kind"], {int(pk): grade for pk, grade in one["relevant"].items()})
        for one in queries
    ]


def main() -> None:
    """Fill a throw-away database, measure, throw it away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=0, help="also time a table of so many rows")
    parser.add_argument("--queries", type=Path, default=FOLDER, help="folder of judged queries")
    wanted = parser.parse_args()
    if not wanted.queries.exists():
        print("The judged queries are not beside this repository: nothing to measure.")
        return
    texts, judged = read(wanted.queries)
    ensure_running()
    original = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with connection.schema_editor() as editor:
            editor.create_model(Listing)
        fill(texts, 0)
        quality(judged)
        if wanted.rows:
            Listing.objects.all().delete()
            fill(texts, wanted.rows)
            speed([one.text for one in judged] + WORDS)
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)


if __name__ == "__main__":
    main()
