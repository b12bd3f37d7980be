from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sangsaeng.assets.choices import AssetClass
from sangsaeng.assets.ledgers import (
    Choices,
    Field,
    Ledger,
    LedgerClassMissing,
    LedgerCurrencyForeign,
    LedgerHeaderMissing,
    LedgerUnitUnclear,
    read_ledger,
)
from sangsaeng.kernel.sheets import read_sheet

MACHINE = AssetClass.PRODUCTION_EQUIPMENT


def ledger_of(text: str, **options: Any) -> Ledger:
    return read_ledger(read_sheet(text.encode(), "ledger.csv"), **options)


def test_read_ledger_finds_a_two_row_header_below_a_title_and_a_unit_note() -> None:
    ledger = ledger_of(
        "2013년 하반기 유휴설비 현황,,,,\n"
        ",,,,(단위: 천원)\n"
        ",,,,\n"
        "품 명,취 득,,장부가,가동율\n"
        ",일자,금액,(원),\n"
        '선반,2007년 10월 28일,"98,000","9,800,000",0.08\n'
        "소 계,,98000,,\n"
        '프레스,,"43,300만원",-,없음\n'
        "품 명,일자,금액,장부가,가동율\n"
        "※ 반출 문의: 총무팀,,,,\n"
    )

    facts = [
        (row.row, row.title, row.purchase_cost, row.book_value, row.utilisation_percent)
        for row in ledger.rows
    ]
    assert facts == [
        (6, "선반", 98_000_000, 9_800_000, Decimal(8)),
        (8, "프레스", 433_000_000, None, None),
    ]
    assert ledger.rows[0].purchased_on == date(2007, 10, 28)
    assert (ledger.rows_read, ledger.skipped) == (2, (7, 9, 10))
    assert (ledger.layout.unit, ledger.layout.asset_class) == (1_000, MACHINE)


def test_a_single_header_below_a_title_keeps_its_own_words() -> None:
    ledger = ledger_of("유휴설비 현황,,\n품명,수량,No\n선반,1,1\n")

    assert [column.header for column in ledger.layout.columns.values()] == ["품명", "수량"]


def test_read_ledger_names_the_missing_title_and_what_it_found() -> None:
    with pytest.raises(LedgerHeaderMissing) as missing:
        ledger_of("수량,취득가액\n1,5\n")

    assert missing.value.params == {"missing": "자산명", "found": "수량, 취득가액"}


def test_a_header_is_looked_for_in_the_first_twenty_rows_only() -> None:
    table = "품명,수량\n선반,1\n"

    assert ledger_of("유휴설비\n" + "\n" * 18 + table).rows_read == 1
    with pytest.raises(LedgerHeaderMissing):
        ledger_of("유휴설비\n" + "\n" * 19 + table)


def test_a_ledger_without_a_class_asks_for_it_unless_one_heading_names_it() -> None:
    with pytest.raises(LedgerClassMissing):
        ledger_of("품명,수량\n선반,1\n")
    with pytest.raises(LedgerClassMissing):
        ledger_of("유휴설비와 비품 현황,\n품명,수량\n선반,1\n")

    named = ledger_of("시험장비 현황,\n품명,수량\n선반,1\n")
    chosen = ledger_of("품명,수량\n선반,1\n", choices=Choices(asset_class=MACHINE))

    assert named.rows[0].asset_class == AssetClass.RESEARCH_EQUIPMENT
    assert chosen.rows[0].asset_class == MACHINE


def test_two_units_of_a_sheet_are_unclear_until_somebody_chooses() -> None:
    text = "유휴설비 (단위: 천원),\n품명,취득가\n선반,5\n※ 금액 단위: 백만원,\n"

    with pytest.raises(LedgerUnitUnclear):
        ledger_of(text)

    assert ledger_of(text, choices=Choices(unit=1_000_000)).rows[0].purchase_cost == 5_000_000


def test_a_ledger_in_another_currency_is_refused() -> None:
    with pytest.raises(LedgerCurrencyForeign):
        ledger_of("유휴설비 (단위: 천달러),\n품명,취득가\n선반,5\n")
    with pytest.raises(LedgerCurrencyForeign):
        ledger_of("유휴설비,\n품명,취득가(USD)\n선반,5\n")


def test_choices_change_what_a_header_means() -> None:
    text = "자산명,기계이름,자산구분,상태,취득가액\n일,선반,생산설비,정상,5\n"
    fields = {"자산명": "", "기계 이름": "title", "상태": ""}

    ledger = ledger_of(text, choices=Choices(fields=fields, unit=1_000))

    row = ledger.rows[0]
    assert (row.title, row.condition, row.purchase_cost) == ("선반", None, 5_000)
    assert ledger.layout.unread == ("자산명", "상태")


def test_the_first_of_two_columns_of_a_field_is_read_and_the_other_told() -> None:
    ledger = ledger_of("품명,명칭,자산구분\n선반,다른 이름,생산설비\n")

    assert ledger.rows[0].title == "선반"
    assert ledger.layout.doubled == ("명칭",)


def test_an_english_abbreviated_header_is_read() -> None:
    ledger = ledger_of("Class,Item,Qty,S/N,Available from,Remark\n사무시설,의자,25,,2014-06-27,\n")

    assert list(ledger.layout.columns) == [
        *(Field.ASSET_CLASS, Field.TITLE, Field.QUANTITY, Field.SERIAL),
        *(Field.AVAILABLE_FROM, Field.NOTE),
    ]
    assert ledger.rows[0].extras == {"available_from": "2014-06-27"}
