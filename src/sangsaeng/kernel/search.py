"""Search without a dictionary: candidates by ts_rank over a GIN index, then BM25.

The rows handed in are already those the caller may see, and everything happens inside that
query: a hidden row can be neither found nor counted. Django leaves psycopg's prepared
statements off (``prepare_threshold``); with them the sixth search could fall to a generic plan.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db import connection, transaction
from django.db.models import (
    BooleanField,
    Count,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from sangsaeng.kernel.models import Searchable, SearchCorpus, SearchTerm
from sangsaeng.methods import bm25
from sangsaeng.methods.bigrams import query_tokens, tokens

Row = TypeVar("Row", bound=Searchable)

TITLE_WEIGHT = 4
# BM25 scores so many rows, and ts_rank picks them from the newest so many that match.
CANDIDATES = 300
POOL = 1_000
# A row is found when it holds at least this share of what the query says (by idf).
SHARE = 0.25
# Beyond these, text adds nothing to find and much to store or to compare.
LONGEST_TEXT = 20_000
LONGEST_QUERY = 200
MOST_WORDS = 10


class SearchColumns(TypedDict):
    """The values of the three columns of ``Searchable``."""

    search_vector: str
    search_terms: dict[str, int]
    search_length: int


@dataclass(frozen=True)
class Matches:
    """The ids found, best first; not exact means there are more than are listed."""

    ids: tuple[int, ...]
    exact: bool


@dataclass(frozen=True)
class _Query:
    """The words asked for, how telling each is, and how many rows hold it."""

    rarity: dict[str, float]
    rows: dict[str, int]
    documents: int
    average_length: float


def index_document(*, title: str, body: str = "") -> SearchColumns:
    """Give the columns that make a row findable, for the action that owns the row to store.

    Counting words is left to ``refresh_statistics``, so two writers never meet on a counter.
    """
    in_title, in_body = tokens(title[:LONGEST_TEXT]), tokens(body[:LONGEST_TEXT])
    terms, length = bm25.weigh([(in_title, TITLE_WEIGHT), (in_body, 1)])
    places: dict[str, list[str]] = {}
    for place, word in enumerate([*in_title, *in_body], start=1):
        places.setdefault(word, []).append(f"{place}{'A' if place <= len(in_title) else ''}")
    return SearchColumns(
        search_vector=" ".join(f"'{word}':{','.join(at)}" for word, at in places.items()),
        search_terms=terms,
        search_length=length,
    )


def best_matches(rows: QuerySet[Row], text: str) -> Matches:
    """Find, among the rows given, those that answer a query best.

    Two statements: the counts of the query's words, and the candidates with their frequencies.
    """
    words = query_tokens(text[:LONGEST_QUERY])
    if not words:
        return Matches((), exact=True)
    query = _weigh_query(rows.model, words)
    found = _candidates(rows, query)
    rarities = query.rarity.values()
    scored = sorted(
        (
            (bm25.score(zip(counts, rarities, strict=True), length, query.average_length), pk)
            for pk, length, *counts in found
        ),
        reverse=True,
    )
    return Matches(tuple(pk for _, pk in scored), exact=len(found) < CANDIDATES)


@transaction.atomic
def refresh_statistics(model: type[Searchable]) -> None:
    """Count the words of a table afresh, for a periodic job.

    BM25 needs the counts only roughly and takes an unknown word for a rare one, so they may
    lag; kept by no writer, they cannot be contended, and cannot drift. Two refreshes at once
    wait for each other on the row of totals; searches go on reading the former counts.
    """
    table = _table(model)
    corpus, _ = SearchCorpus.objects.select_for_update().get_or_create(table=table)
    SearchTerm.objects.filter(corpus=corpus).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_searchterm (corpus_id, term, documents)"
            " SELECT %s, word, ndoc FROM ts_stat(%s)",
            [corpus.pk, f"SELECT search_vector FROM {connection.ops.quote_name(table)}"],  # noqa: S608  # the name of a model's own table
        )
    totals = _every_row(model).aggregate(
        documents=Count("search_vector"), length=Coalesce(Sum("search_length"), 0)
    )
    SearchCorpus.objects.filter(pk=corpus.pk).update(**totals)


def _table(model: type[Searchable]) -> str:
    return model._meta.db_table  # noqa: SLF001  # Django's public way to a model's own facts


def _every_row(model: type[Row]) -> QuerySet[Row]:
    return model._base_manager.all()  # noqa: SLF001  # Django's name for the plain manager


def _weigh_query(model: type[Searchable], words: Sequence[str]) -> _Query:
    asked = FilteredRelation("terms", condition=Q(terms__term__in=words))
    counted = list(
        SearchCorpus.objects.filter(table=_table(model))
        .annotate(asked=asked)
        .values_list("documents", "length", "asked__term", "asked__documents")
    )
    documents, length = counted[0][:2] if counted else (0, 0)
    rows = dict.fromkeys(words, 0) | {term: count for _, _, term, count in counted if term}
    # The rarest words first, but those nobody has written only where there is room.
    rarest = sorted(words, key=lambda word: (not rows[word], rows[word]))[:MOST_WORDS]
    return _Query(
        rarity={word: bm25.idf(documents, rows[word]) for word in rarest},
        rows=rows,
        documents=documents,
        average_length=length / documents if documents else 0,
    )


def _candidates(rows: QuerySet[Row], query: _Query) -> list[tuple[int, ...]]:
    # A word nobody has written, or not yet counted, says nothing about what a row must hold.
    floor = SHARE * sum(mass for word, mass in query.rarity.items() if query.rows[word])
    sets = list(bm25.sufficient_sets(query.rarity, floor))
    every_row = _every_row(rows.model)
    matching = rows.filter(
        Func(
            F("search_vector"),
            _tsquery(sets),
            template="(%(expressions)s)",
            arg_joiner=" @@ ",
            output_field=BooleanField(),
        )
    )
    if sum(min(query.rows[word] for word in words) for words in sets) > POOL:
        # Walking back from the newest row is right when every few rows match, and only then;
        # the planner, who does not know what a match costs, is told by an expression.
        alone = sum(query.rows[words[0]] for words in sets if len(words) == 1)
        newest = F("pk") if alone > query.documents / 5 else F("pk") + 0
        matching = every_row.filter(pk__in=matching.order_by(newest.desc()).values("pk")[:POOL])
    # By name alone, Django would make the vector text and cut it up again for every row.
    rank = SearchRank(F("search_vector"), _tsquery((word,) for word in query.rarity))
    ranked = matching.order_by(rank.desc(), "-pk").values("pk")[:CANDIDATES]
    frequencies = [_frequency(word) for word in query.rarity]
    return list(every_row.filter(pk__in=ranked).values_list("pk", "search_length", *frequencies))


def _tsquery(sets: Iterable[Iterable[str]]) -> Cast:
    text = " | ".join(" & ".join(f"'{word}'" for word in words) for words in sets)
    return Cast(Value(text), SearchQueryField())


def _frequency(word: str) -> Coalesce:
    # Not Django's key transform: it would take the word 150 for a place in a list.
    count = Func(F("search_terms"), Value(word), function="jsonb_extract_path_text")
    return Coalesce(Cast(count, IntegerField()), 0)
