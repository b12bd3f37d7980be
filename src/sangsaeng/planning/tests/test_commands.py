"""`sangsaeng scorecard`: the figures as JSON and lines, and proved again."""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from sangsaeng.agreements.models import Agreement
from sangsaeng.assets.models import HandOver
from sangsaeng.files.models import StoredFile
from sangsaeng.planning.queries import plan_of
from sangsaeng.planning.testing import make_delivery, make_evidence

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("scorecard", *words, stdout=out)
    return out.getvalue()


def test_scorecard_writes_every_target_as_json() -> None:
    make_evidence()
    make_delivery()

    body = json.loads(run("2014", "--json"))

    rows = {row["code"]: row for row in body["targets"]}
    assert (body["year"], list(rows)) == (2014, [target.code for target in plan_of(2014).targets])
    assert rows["assets.firms_supplied"] == {
        "code": "assets.firms_supplied",
        "pillar": "technology",
        "kind": "figure",
        "name": {"ko": "유휴자산을 지원받은 중소기업", "en": "Firms supplied with idle assets"},
        "unit": "개사",
        "unit_en": "firms",
        "baseline": None,
        "target": None,
        "growth_percent": None,
        "due": "2014-H2",
        "done": 2,
        "verified": 1,
        "rows": 1,
        "measured": True,
    }
    assert rows["careers.placements"] == {
        "code": "careers.placements",
        "pillar": "careers",
        "kind": "figure",
        "name": {"ko": "재취업한 중장년", "en": "Experienced people placed"},
        "unit": "명",
        "unit_en": "people",
        "baseline": 1941,
        "target": 2500,
        "growth_percent": 28.8,
        "due": "2014-H2",
        "done": None,
        "verified": None,
        "rows": None,
        "measured": False,
    }


def test_scorecard_writes_lines_for_people() -> None:
    make_evidence()

    lines = run("2014").splitlines()

    assert lines[0] == "2014년도 사업계획"
    assert "  유휴자산을 지원받은 중소기업 · 확인 1개사 · 완료 1개사" in lines
    assert "  대기업 유휴자산 온라인 거래장터 개설 · 이룸" in lines
    assert "  재취업한 중장년 · 아직 측정하지 않음 · 목표 2,500명 · 지난해 1,941명" in lines


def test_verify_proves_every_row_again() -> None:
    make_evidence()
    make_evidence()
    make_delivery()

    assert run("verify", "2014") == "ok 2 targets, 4 rows\n"


def unguarded(sql: str, *values: str) -> None:
    """Do what the database refuses its own users: the embedded login may switch triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def change_the_text() -> None:
    unguarded("UPDATE agreements_agreement SET body = body || %s", " 그리고 하나 더")


def change_text_and_hash() -> None:
    unguarded("UPDATE agreements_agreement SET body = 'x', sha256 = encode(sha256('x'), 'hex')")


def drop_a_signature() -> None:
    unguarded("DELETE FROM agreements_signature WHERE side = 'TAKER'")


def drop_the_paper() -> None:
    Agreement.objects.update(paper=None)


def change_the_paper() -> None:
    stored = StoredFile.objects.get(media_type="application/pdf", name__startswith="무상양도")
    with storages["files"].open(stored.blob_name, "ab") as kept:
        kept.write(b"%")


def lose_the_paper() -> None:
    stored = StoredFile.objects.get(media_type="application/pdf", name__startswith="무상양도")
    storages["files"].delete(stored.blob_name)


def forget_who_received() -> None:
    HandOver.objects.update(received_by=None)


def rescind_the_agreement() -> None:
    agreement = Agreement.objects.get()
    Agreement.objects.update(rescinded_at=agreement.effective_at)


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (change_the_text, "약정의 글이 그 해시와 다릅니다."),
        (change_text_and_hash, "두 서명이 약정의 글을 가리키지 않습니다."),
        (drop_a_signature, "두 서명이 약정의 글을 가리키지 않습니다."),
        (drop_the_paper, "약정서 PDF가 아직 없습니다."),
        (change_the_paper, "약정서 PDF가 보관할 때의 파일과 다릅니다."),
        (lose_the_paper, "약정서 PDF가 보관할 때의 파일과 다릅니다."),
        (forget_who_received, "두 회사의 확인이 모두 있지 않습니다."),
        (rescind_the_agreement, "효력 있는 약정이 없습니다."),
    ],
)
def test_verify_names_the_first_row_that_is_not_what_it_was(
    tamper: Callable[[], None], fault: str
) -> None:
    row = make_evidence()
    tamper()

    with pytest.raises(CommandError) as refused:
        run("verify", "2014")

    offer = row.award.offer
    assert str(refused.value) == f"assets.exchange_opened · {offer.number} · #{row.pk}: {fault}"
    assert refused.value.returncode == 1


@pytest.mark.parametrize("words", [("now",), ("prove", "2014"), ("verify", "2014", "2015"), ("²",)])
def test_unusable_words_are_told_apart_from_refusals(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as unusable:
        run(*words)

    assert unusable.value.returncode == 2


def test_a_year_without_a_plan_is_refused_in_json_too() -> None:
    out = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("scorecard", "1999", "--json", stdout=out)

    assert refused.value.returncode == 1
    assert json.loads(out.getvalue()) == {
        "code": "NO_PLAN",
        "detail": "1999년의 사업계획이 없습니다.",
    }
