"""Search over a table made for the test: the kernel has none of its own."""

from typing import Any, ClassVar, Self

import pytest
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from sangsaeng.kernel import search
from sangsaeng.kernel.models import Searchable, SearchCorpus, SearchTerm
from sangsaeng.kernel.search import Matches, best_matches, index_document, refresh_statistics

pytestmark = pytest.mark.django_db


class Notice(Searchable):
    """A row with a title, shown or hidden."""

    title = models.TextField()
    hidden = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        app_label = "search_tests"
        indexes = [GinIndex(fields=["search_vector"], name="search_tests_words")]


@pytest.fixture(autouse=True)
def _table() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Notice)


def make_notice(title: str, body: str = "", **fields: Any) -> Notice:
    return Notice.objects.create(title=title, **index_document(title=title, body=body), **fields)


def make_notices(*titles: str) -> list[Notice]:
    return [make_notice(title) for title in titles]


def found(text: str) -> list[str]:
    ids = best_matches(Notice.objects.all(), text).ids
    titles = dict(Notice.objects.values_list("pk", "title"))
    return [titles[pk] for pk in ids]


def test_index_document_weighs_the_title_and_counts_every_word() -> None:
    assert index_document(title="선반 A", body="선반 매각") == {
        "search_vector": "'선반':1A,3 'a':2A '반매':4 '매각':5",
        "search_terms": {"선반": 5, "a": 4, "반매": 1, "매각": 1},
        "search_length": 11,
    }


def test_index_document_is_stored_as_written_whatever_the_text() -> None:
    notice = make_notice("O'Neill \\ 150톤 : * & | !", "가" * 30_000 + "x" * 5000)

    notice.refresh_from_db()
    assert notice.search_terms is not None
    assert notice.search_terms["150"] == search.TITLE_WEIGHT
    assert found("150") == ["O'Neill \\ 150톤 : * & | !"]


def test_best_matches_finds_a_compound_however_it_is_spaced() -> None:
    make_notices("사출 성형기 나눔", "사출성형기", "지게차")
    refresh_statistics(Notice)

    assert found("사출성형기") == ["사출성형기", "사출 성형기 나눔"]
    assert found("사출 성형기") == ["사출성형기", "사출 성형기 나눔"]


def test_best_matches_puts_the_title_before_the_body_and_the_rare_before_the_common() -> None:
    make_notices("창원 공장", "창원 지게차")
    make_notice("창원 창고", "지게차")
    refresh_statistics(Notice)

    assert found("창원 지게차") == ["창원 지게차", "창원 창고"]


def test_best_matches_weighs_a_number_like_any_word() -> None:
    make_notice("프레스 150톤")
    make_notice("프레스", "150톤")
    refresh_statistics(Notice)

    assert found("150") == ["프레스 150톤", "프레스"]


def test_best_matches_never_finds_nor_counts_a_hidden_row() -> None:
    shown = make_notice("선반")
    make_notice("선반 선반", hidden=True)
    refresh_statistics(Notice)

    visible = Notice.objects.filter(hidden=False)

    assert best_matches(visible, "선반") == Matches((shown.pk,), exact=True)


def test_best_matches_leaves_a_row_out_that_holds_too_little_of_the_query() -> None:
    make_notices("특허 이전 공고", *(f"공고 {number}" for number in range(9)))
    refresh_statistics(Notice)

    assert found("특허 이전 공고") == ["특허 이전 공고"]


def test_best_matches_finds_without_counts_and_what_came_after_them() -> None:
    make_notice("지게차")
    assert found("지게차") == ["지게차"]
    refresh_statistics(Notice)

    make_notice("콤프레샤")

    assert found("콤프레샤 지게차") == ["콤프레샤", "지게차"]


@pytest.mark.parametrize("text", ["", "  ", "!?'\\", "없는낱말"])
def test_best_matches_of_nothing_is_nothing(text: str) -> None:
    make_notice("지게차")
    Notice.objects.create(title="초안 없는낱말")

    assert best_matches(Notice.objects.all(), text) == Matches((), exact=True)


@pytest.mark.parametrize("share", [1, 8])
def test_best_matches_scores_only_the_newest_of_too_many(
    monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    monkeypatch.setattr(search, "POOL", 3)
    monkeypatch.setattr(search, "CANDIDATES", 2)
    notices = make_notices(*("선반" if number % share else "지게차" for number in range(40)))
    refresh_statistics(Notice)

    matches = best_matches(Notice.objects.all(), "지게차")

    newest = [notice.pk for notice in reversed(notices) if notice.title == "지게차"]
    assert matches == Matches(tuple(newest[:2]), exact=False)


def test_best_matches_takes_the_most_telling_words_of_a_long_query() -> None:
    make_notice("냉동창고")
    refresh_statistics(Notice)

    assert found("냉동창고 " + " ".join(f"낱말{number}" for number in range(40))) == ["냉동창고"]
    assert found(" ".join(["냉동창고"] * 90)) == ["냉동창고"]


def test_best_matches_costs_two_statements_and_uses_the_index() -> None:
    for number in range(3):
        make_notice(f"지게차 {number}")
    refresh_statistics(Notice)

    with CaptureQueriesContext(connection) as caught:
        best_matches(Notice.objects.all(), "지게차")

    assert len(caught) == 2
    assert "to_tsvector" not in caught[1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {caught[1]['sql']}")
        assert "search_tests_words" in "\n".join(line for (line,) in cursor.fetchall())


def test_refresh_statistics_counts_afresh_what_is_indexed() -> None:
    make_notices("선반 선반", "지게차")
    Notice.objects.create(title="초안")
    refresh_statistics(Notice)
    Notice.objects.filter(title="지게차").delete()

    refresh_statistics(Notice)

    corpus = SearchCorpus.objects.get()
    assert (corpus.table, corpus.documents, corpus.length) == ("search_tests_notice", 1, 12)
    assert dict(SearchTerm.objects.values_list("term", "documents")) == {"선반": 1, "반선": 1}
