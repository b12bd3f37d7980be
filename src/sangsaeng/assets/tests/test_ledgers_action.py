"""Taking ledgers in: what is written, what stays, what two presses at once do."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.assets.actions import change_asset, import_ledger
from sangsaeng.assets.actions.ledgers import File, Imported, OwnerNotLarge
from sangsaeng.assets.ledgers import Choices
from sangsaeng.assets.models import Asset, LedgerImport
from sangsaeng.assets.testing import make_offer
from sangsaeng.assets.tests.test_parallel import at_once
from sangsaeng.audit.models import AuditLine
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_firm, make_large_company

SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "data" / "ledgers"
HEADER = "자산번호,자산명,자산구분,수량,상태,소재지,취득가액\n"
PRESS = "FA-1,200톤 프레스,생산설비,1,정상,경상남도 창원시,12000000\n"
SCOPE = "FA-2,오실로스코프,연구장비,3,,서울특별시 금천구,0\n"


def csv_file(*rows: str, header: str = HEADER, name: str = "대장.csv") -> File:
    return File(name=name, data=(header + "".join(rows)).encode())


def take_in(owner: Organization, file: File, **options: Any) -> Imported:
    settings: dict[str, Any] = {"skip_bad_rows": False, "dry_run": False, "by": None, "at": MORNING}
    return import_ledger(owner, file=file, **(settings | options))


def summary(outcome: Imported) -> tuple[int, int, int, bool]:
    report = outcome.as_report()
    return report["accepted"], report["unchanged"], len(report["refused"]), report["written"]


@pytest.mark.django_db
def test_import_ledger_writes_every_row_with_its_origin() -> None:
    owner, by = make_large_company(), make_user()

    outcome = take_in(owner, csv_file(PRESS, SCOPE), by=by)

    source = LedgerImport.objects.get()
    columns = ("asset_no", "title", "quantity", "unit", "region", "purchase_cost", "condition")
    assert summary(outcome) == (2, 0, 0, True)
    assert list(Asset.objects.order_by("pk").values_list(*columns, "ledger_row")) == [
        ("FA-1", "200톤 프레스", 1, "대", "GYEONGNAM", 12_000_000, "USABLE", 2),
        ("FA-2", "오실로스코프", 3, "대", "SEOUL", 0, "", 3),
    ]
    assert set(Asset.objects.values_list("ledger_import", flat=True)) == {source.pk}
    assert source.report == outcome.as_report()
    assert AuditLine.objects.get(verb="assets.imported").facts == {
        "file": source.sha256,
        "new": 2,
        "changed": 0,
    }


@pytest.mark.django_db
def test_import_ledger_writes_nothing_on_a_dry_run() -> None:
    outcome = take_in(make_large_company(), csv_file(PRESS), dry_run=True)

    assert summary(outcome) == (1, 0, 0, False)
    assert (Asset.objects.count(), LedgerImport.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_import_ledger_writes_nothing_while_a_row_is_refused_unless_told() -> None:
    owner = make_large_company()
    file = csv_file(PRESS, "FA-3,,생산설비,1,,,\n")

    refused = take_in(owner, file)
    skipped = take_in(owner, file, skip_bad_rows=True)

    assert [summary(refused), summary(skipped)] == [(1, 0, 1, False), (1, 0, 1, True)]
    assert [asset.asset_no for asset in Asset.objects.all()] == ["FA-1"]


@pytest.mark.django_db
def test_import_ledger_is_for_large_companies() -> None:
    with pytest.raises(OwnerNotLarge):
        take_in(make_firm(), csv_file(PRESS))


@pytest.mark.django_db
def test_import_ledger_of_the_same_file_keeps_what_people_mended() -> None:
    """I18: the same file again changes nothing, also after somebody put a fact right."""
    owner, file = make_large_company(), csv_file(PRESS)
    take_in(owner, file)
    asset = Asset.objects.get()
    change_asset(asset, facts={"condition": "REPAIRABLE"}, by=make_user(), at=MORNING)

    outcome = take_in(owner, file, at=MORNING + timedelta(days=1))

    asset.refresh_from_db()
    assert summary(outcome) == (0, 1, 0, False)
    assert (asset.condition, AuditLine.objects.filter(verb="assets.imported").count()) == (
        "REPAIRABLE",
        1,
    )


@pytest.mark.django_db
def test_import_ledger_of_a_newer_file_fills_in_and_takes_nothing_away() -> None:
    owner = make_large_company()
    take_in(owner, csv_file(PRESS, SCOPE))
    scope = Asset.objects.get(asset_no="FA-2")
    facts = {"condition": "USABLE", "site": "서울특별시 구로구", "region": "SEOUL"}
    change_asset(scope, facts=facts, by=make_user(), at=MORNING)
    newer = csv_file(PRESS, "FA-2,오실로스코프,연구장비,2,,,\n")

    outcome = take_in(owner, newer)

    scope.refresh_from_db()
    assert summary(outcome) == (1, 1, 0, True)
    assert (scope.quantity, scope.condition, scope.site) == (2, "USABLE", "서울특별시 구로구")


@pytest.mark.django_db
def test_import_ledger_moves_an_asset_to_the_region_of_its_new_site() -> None:
    owner = make_large_company()
    take_in(owner, csv_file(PRESS))

    take_in(owner, csv_file(PRESS.replace("경상남도 창원시", "부산광역시 사하구")))

    assert Asset.objects.get().region == "BUSAN"


@pytest.mark.django_db
def test_import_ledger_reads_the_same_file_anew_when_told_how() -> None:
    owner, file = make_large_company(), csv_file(PRESS)
    take_in(owner, file)

    outcome = take_in(owner, replace(file, choices=Choices(unit=1000)))

    assert summary(outcome) == (1, 0, 0, True)
    assert Asset.objects.get().purchase_cost == 12_000_000_000
    assert LedgerImport.objects.count() == 1


@pytest.mark.django_db
def test_import_ledger_leaves_a_row_under_a_published_offer_alone() -> None:
    owner = make_large_company()
    take_in(owner, csv_file(PRESS))
    ready = {
        "maker": "쌍용",
        "model_name": "P-200",
        "serial": "1",
        "purchased_on": MORNING.date(),
        "free_of_claims": True,
        "safety_status": "GUARDED",
        "safety_checked_on": MORNING.date(),
        "no_photo_reason": "이전 작업 중",
    }
    asset = change_asset(Asset.objects.get(), facts=ready, by=make_user(), at=MORNING)
    make_offer(asset=asset)

    outcome = take_in(owner, csv_file(PRESS.replace("200톤", "300톤")))

    assert summary(outcome) == (0, 1, 0, False)
    assert Asset.objects.get().title == "200톤 프레스"


@pytest.mark.django_db
def test_import_ledger_counts_equal_rows_without_a_number_as_many_things() -> None:
    owner = make_large_company()
    chairs = csv_file(*["의자,사무시설,1\n"] * 3, header="자산명,자산구분,수량\n")

    first, second = take_in(owner, chairs), take_in(owner, chairs)

    assert [summary(first), summary(second)] == [(3, 0, 0, True), (0, 3, 0, False)]
    assert len(set(Asset.objects.values_list("asset_no", flat=True))) == 3


@pytest.mark.django_db
def test_import_ledger_takes_what_was_bought_today_in_korea() -> None:
    """I21: at eight in the morning here it is still yesterday in UTC."""
    bought = csv_file("프레스,생산설비,2014-10-02\n", header="자산명,자산구분,취득일자\n")

    outcome = take_in(make_large_company(), bought, at=MORNING - timedelta(hours=2))

    assert summary(outcome) == (1, 0, 0, True)


@pytest.mark.django_db
def test_import_ledger_counts_courses_in_cases() -> None:
    file = csv_file("무역실무,교육콘텐츠\n", header="자산명,자산구분\n")

    take_in(make_large_company(), file)

    assert Asset.objects.get().unit == "건"


@pytest.mark.django_db(transaction=True)
def test_import_pressed_eight_times_at_once_creates_once() -> None:
    """H15: the owner's lock lets the later presses find everything there."""
    owner, file = make_large_company(), csv_file(PRESS, SCOPE)

    answers = at_once(*[lambda: summary(take_in(owner, file))] * 8)

    assert sorted(map(str, answers)) == sorted(map(str, [(2, 0, 0, True)] + [(0, 2, 0, False)] * 7))
    assert Asset.objects.count() == 2
    assert AuditLine.objects.filter(verb="assets.imported").count() == 1
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_import_ledger_of_the_tidy_sample_is_as_expected() -> None:
    if not SAMPLES.exists():
        pytest.skip("the sample ledgers are not beside this checkout")
    expected = json.loads((SAMPLES / "EXPECTED.json").read_text())["machines_tidy.xlsx"]
    file = File("machines_tidy.xlsx", (SAMPLES / "machines_tidy.xlsx").read_bytes())
    owner = make_large_company()

    outcome = take_in(owner, file, skip_bad_rows=True)
    again = take_in(owner, file, skip_bad_rows=True)

    report = outcome.as_report()
    assert (report["rows"], summary(outcome), summary(again)) == (
        expected["rows"],
        (112, 0, 8, True),
        (0, 112, 8, False),
    )
    assert {str(line["row"]) for line in report["refused"]} == set(expected["refused"])
    assert [line["row"] for line in report["flags"]] == expected["duplicate_serial_rows"]
    columns = ("ledger_row", "asset_no", "title", "purchase_cost", "book_value", "purchased_on")
    assert list(Asset.objects.order_by("ledger_row").values_list(*columns)) == [
        (row["row"], row["asset_no"], row["title"], row["cost"], row["book"], _day(row["bought"]))
        for row in expected["good"]
    ]


def _day(text: str) -> Any:
    return MORNING.date().fromisoformat(text)
