import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sangsaeng.assets.choices import AssetClass, Condition
from sangsaeng.assets.ledgers import (
    Ledger,
    LedgerRow,
    read_ledger,
)
from sangsaeng.assets.ledgers.report import REFUSALS, in_both
from sangsaeng.kernel.sheets import read_sheet

SHARED = Path(__file__).resolve().parents[5] / "shared" / "data" / "ledgers"
MACHINE = AssetClass.PRODUCTION_EQUIPMENT
HEADER = "자산번호,자산명,자산구분,시리얼번호,취득일자,취득가액,수량"


def ledger_of(text: str, **options: Any) -> Ledger:
    return read_ledger(read_sheet(text.encode(), "ledger.csv"), **options)


def refused(ledger: Ledger) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.code, one.value) for one in ledger.refusals]


def flagged(ledger: Ledger) -> list[tuple[int, str]]:
    return [(flag.row, flag.code) for flag in ledger.flags]


def test_read_ledger_reads_every_field_of_a_tidy_row() -> None:
    ledger = ledger_of(
        "자산번호,자산명,자산구분,제조사,모델명,시리얼번호,취득일자,취득가액(원),장부가액(천원),"
        "수량,단위,상태,가동률(%),유휴시작일,소재지,비고,담당\n"
        "FA-1, CNC  선반 ,생산설비,두레기계,DL-7,S-1,2007.3.12,178000000,50236,"
        "2,대,수리 필요,3.5,2012-01-04,충청남도 아산시,척 포함,김담당\n"
    )

    assert ledger.rows == (
        LedgerRow(
            row=2,
            asset_no="FA-1",
            title="CNC 선반",
            asset_class=MACHINE,
            maker="두레기계",
            model_name="DL-7",
            serial="S-1",
            purchased_on=date(2007, 3, 12),
            purchase_cost=178_000_000,
            book_value=50_236_000,
            quantity=2,
            unit="대",
            condition=Condition.REPAIRABLE,
            utilisation_percent=Decimal("3.5"),
            idle_since=date(2012, 1, 4),
            site="충청남도 아산시",
            note="척 포함",
            extras={},
        ),
    )
    assert (ledger.rows_read, ledger.refusals, ledger.flags) == (1, (), ())
    assert ledger.layout.unread == ("담당",)


def test_read_ledger_tells_every_reason_and_accepts_nothing_of_the_row() -> None:
    ledger = ledger_of(
        f"{HEADER}\n"
        "1,,부동산,S1,2099-01-01,12O만,0\n"
        "2,선반,생산설비,S2,작년,-5000000,\n"
        "3,선반,생산설비,S3,2007-03-12,5000000,1대\n"
    )

    assert refused(ledger) == [
        (2, "수량", "QUANTITY_INVALID", "0"),
        (2, "자산구분", "CLASS_UNKNOWN", "부동산"),
        (2, "자산명", "TITLE_MISSING", ""),
        (2, "취득일자", "DATE_IMPOSSIBLE", "2099-01-01"),
        (2, "취득가액", "MONEY_UNREADABLE", "12O만"),
        (3, "수량", "QUANTITY_INVALID", ""),
        (3, "취득일자", "DATE_UNREADABLE", "작년"),
        (3, "취득가액", "MONEY_NEGATIVE", "-5000000"),
    ]
    assert [row.row for row in ledger.rows] == [4]
    assert ledger.rows_read == 3


def test_a_refusal_is_reported_in_both_languages() -> None:
    refusal = ledger_of(f"{HEADER}\n1,선반,생산설비,S1,2007-03-12,12O만,1\n").refusals[0]

    report = refusal.as_report()
    assert report == {
        "row": 2,
        "column": "취득가액",
        "code": "MONEY_UNREADABLE",
        "value": "12O만",
        "message": in_both(REFUSALS["MONEY_UNREADABLE"]),
    }
    assert list(in_both(refusal.message)) == ["ko", "en"]
    assert in_both(refusal.message)["ko"] == "금액으로 읽을 수 없습니다."


def test_read_ledger_refuses_days_after_today_for_what_has_happened() -> None:
    text = "자산명,자산구분,취득일자,유휴시작일\n선반,생산설비,2014-10-03,2014-10-03\n"

    ledger = ledger_of(text, today=date(2014, 10, 2))

    assert refused(ledger) == [(2, "취득일자", "DATE_IMPOSSIBLE", "2014-10-03")]


def test_read_ledger_refuses_formulas_only_where_it_reads() -> None:
    ledger = ledger_of("자산명,자산구분,취득가액,셈\n선반,생산설비,=1+1,5\n선반,생산설비,5,=1+1\n")

    assert refused(ledger) == [(2, "취득가액", "FORMULA_CELL", "=1+1")]
    assert [row.row for row in ledger.rows] == [3]


def test_a_formula_title_is_refused_once() -> None:
    ledger = ledger_of("자산명,자산구분,수량\n=1+1,@SUM(A1),+1+1\n")

    assert [(row, code) for row, _column, code, _value in refused(ledger)] == [
        (2, "FORMULA_CELL")
    ] * 3


def test_read_ledger_flags_and_refuses_repeated_numbers() -> None:
    ledger = ledger_of(
        f"{HEADER}\n"
        "A-1,선반,생산설비,s-100,,,1\n"
        "A-2,선반,생산설비,S 100,,,1\n"
        "A-1,선반,생산설비,S200,,,1\n"
        ",선반,생산설비,,,,1\n"
        ",선반,생산설비,-,,,1\n"
    )

    assert flagged(ledger) == [(3, "DUPLICATE_SERIAL")]
    assert refused(ledger) == [(4, "자산번호", "ASSET_NO_DUPLICATE", "A-1")]


@pytest.mark.parametrize(
    "total", ["소계", "합 계", "계", "총계", "** 합계 **", "생산1팀 소계", "소계(20건)", "Total"]
)
def test_sub_totals_are_no_rows(total: str) -> None:
    ledger = ledger_of(f"부서,자산명,자산구분,취득가액\n,{total},,5\n{total},,,5\n")

    assert (ledger.rows_read, ledger.skipped) == (0, (2, 3))


@pytest.mark.parametrize("title", ["온도계", "기계", "집계 단말", "회계 프로그램", "계량기"])
def test_things_whose_name_sounds_like_a_total_are_rows(title: str) -> None:
    ledger = ledger_of(f"자산명,자산구분,수량\n{title},생산설비,1\n")

    assert [row.title for row in ledger.rows] == [title]


def test_a_row_with_a_number_of_its_own_is_never_a_total() -> None:
    ledger = ledger_of("자산번호,자산명,자산구분\nA-1,누적합계,사무시설\n")

    assert [row.title for row in ledger.rows] == ["누적합계"]


def test_a_starred_row_is_a_row_and_a_starred_line_a_note() -> None:
    ledger = ledger_of("자산명,자산구분\n* 선반,생산설비\n* 문의는 총무팀,\n")

    assert ([row.row for row in ledger.rows], ledger.skipped) == ([2], (3,))


def test_merged_words_speak_for_the_rows_they_cover_and_sums_do_not() -> None:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = workbook.add_worksheet("유휴설비")
    sheet.write_row("A1", ["부서", "품명", "취득가", "S/N"])
    sheet.merge_range("A2:A3", "생산1팀")
    sheet.merge_range("B2:B3", "선반")
    sheet.merge_range("C2:C3", 5_000_000)
    sheet.write_column("D2", ["S1", "S2"])
    workbook.close()

    rows = read_ledger(read_sheet(stream.getvalue(), "ledger.xlsx")).rows

    assert [(row.title, row.purchase_cost, row.serial, row.extras) for row in rows] == [
        ("선반", 5_000_000, "S1", {"department": "생산1팀"}),
        ("선반", None, "S2", {"department": "생산1팀"}),
    ]


def test_read_ledger_reads_rights_and_keeps_their_numbers_as_digits() -> None:
    ledger = ledger_of(
        "구분,발명의 명칭,출원번호,등록번호,등록일,법적상태,공동출원인\n"
        "특허,냉각 구조,10-2003-1561515,10-1024474-00-00,2005.04.25,등록,한빛대학교\n"
        "특허,냉각 구조,10-2003-9516881,10-0786133,2005-02-07,소멸,\n"
        "특허,냉각 구조,10-2003-1,10-12345,2005-02-07,등록,\n"
        "특허,냉각 구조,,제10-1024474호,,등록,없음\n"
    )

    assert ledger.rows[0].extras == {
        "application_no": "1020031561515",
        "registration_no": "101024474",
        "registered_on": "2005-04-25",
        "legal_status": "등록",
        "co_owners": "한빛대학교",
    }
    assert {row.asset_class for row in ledger.rows} == {AssetClass.INTELLECTUAL_PROPERTY}
    assert flagged(ledger) == [(3, "RIGHT_LAPSED"), (5, "DUPLICATE_REGISTRATION")]
    assert refused(ledger) == [
        (4, "출원번호", "APPLICATION_MALFORMED", "10-2003-1"),
        (4, "등록번호", "REGISTRATION_MALFORMED", "10-12345"),
    ]


def test_a_condition_outside_the_five_is_left_open_and_told() -> None:
    ledger = ledger_of("자산명,자산구분,상태\n선반,생산설비,불량\n선반,생산설비,양호\n")

    assert [(row.condition, row.extras) for row in ledger.rows] == [
        (None, {"condition_as_written": "불량"}),
        (Condition.USABLE, {}),
    ]
    assert flagged(ledger) == [(2, "CONDITION_UNKNOWN")]


TITLES = st.text("가나다라선반프레스CNC 0123", min_size=1, max_size=8).filter(
    lambda text: bool(text.strip())
)
ASSETS = st.tuples(
    TITLES,
    st.integers(0, 10**10),
    st.integers(1, 999),
    st.dates(date(1990, 1, 1), date(2014, 1, 1)),
)


@settings(max_examples=25, deadline=None)
@given(assets=st.lists(ASSETS, min_size=1, max_size=5))
def test_a_ledger_reads_the_same_from_every_kind_of_file(
    assets: list[tuple[str, int, int, date]],
) -> None:
    """I18: CP949, UTF-8, UTF-8 with a mark and xlsx give equal rows."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = workbook.add_worksheet()
    as_day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    header = ["자산명", "자산구분", "취득가액", "수량", "취득일자"]
    sheet.write_row(0, 0, header)
    lines = [",".join(header)]
    for number, (title, cost, quantity, day) in enumerate(assets, start=1):
        sheet.write_string(number, 0, title)
        sheet.write_row(number, 1, ["생산설비", cost, quantity])
        sheet.write_datetime(number, 4, day, as_day)
        lines.append(f'"{title}",생산설비,"{cost:,}",{quantity}대,{day:%Y.%m.%d}')
    workbook.close()
    text = "\n".join(lines)

    files = [(text.encode(name), "a.csv") for name in ("utf-8", "utf-8-sig", "cp949")]
    ledgers = [
        read_ledger(read_sheet(data, name))
        for data, name in (*files, (stream.getvalue(), "a.xlsx"))
    ]
    facts = [
        [(row.title, row.purchase_cost, row.quantity, row.purchased_on) for row in one.rows]
        for one in ledgers
    ]

    wanted = [(" ".join(title.split()), *rest) for title, *rest in assets]
    assert facts == [wanted] * 4


@pytest.mark.skipif(not SHARED.exists(), reason="the judged ledgers are not beside the repository")
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        (
            "machines_tidy.xlsx",
            {
                21: "TITLE_MISSING",
                52: "TITLE_MISSING",
                111: "TITLE_MISSING",
                34: "DATE_IMPOSSIBLE",
                71: "DATE_IMPOSSIBLE",
                92: "CLASS_UNKNOWN",
                42: "MONEY_UNREADABLE",
                93: "MONEY_NEGATIVE",
            },
        ),
        ("machines_messy.xlsx", {}),
        ("patents_cp949.csv", dict.fromkeys((2, 17, 19), "REGISTRATION_MALFORMED")),
        ("office_and_courses_utf8bom.csv", {}),
    ],
)
def test_the_judged_ledgers_are_read_as_expected(name: str, codes: dict[int, str]) -> None:
    wanted = json.loads((SHARED / "EXPECTED.json").read_text(encoding="utf-8"))[name]
    ledger = read_ledger(read_sheet((SHARED / name).read_bytes(), name))
    lapsed = [flag.row for flag in ledger.flags if flag.code == "RIGHT_LAPSED"]

    facts = {
        row.row: {
            "row": row.row,
            "asset_no": row.asset_no,
            "title": row.title,
            "cost": row.purchase_cost,
            "book": row.book_value,
            "bought": str(row.purchased_on),
            "quantity": row.quantity,
            "registration": row.extras.get("registration_no"),
        }
        for row in ledger.rows
    }

    assert ledger.rows_read == wanted["rows"]
    assert {refusal.row: refusal.code for refusal in ledger.refusals} == codes
    assert {str(row) for row in (*codes, *lapsed)} == set(wanted.get("refused", {}))
    assert [{key: facts[good["row"]][key] for key in good} for good in wanted["good"]] == wanted[
        "good"
    ]
    assert set(facts) == {good["row"] for good in wanted["good"]} | set(lapsed)
    assert [flag.row for flag in ledger.flags if flag.code == "DUPLICATE_SERIAL"] == wanted.get(
        "duplicate_serial_rows", []
    )
