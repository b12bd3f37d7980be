from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangsaeng.kernel.cells import (
    CellUnreadable,
    read_date,
    read_money,
    read_percent,
    read_quantity,
    read_text,
)
from sangsaeng.kernel.sheets import Value

WON = st.integers(min_value=0, max_value=10**12)


def code_of(reader: object, value: Value) -> str:
    assert callable(reader)
    with pytest.raises(CellUnreadable) as refused:
        reader(value)
    return refused.value.code


@pytest.mark.parametrize(
    ("written", "won"),
    [
        ("1,200만원", 12_000_000),
        ("1,200만 원", 12_000_000),
        ("1.2천만", 12_000_000),
        ("1억 2,000만원", 120_000_000),
        ("1억2천3백만원", 123_000_000),
        ("3천5백만", 35_000_000),
        ("12.5백만원", 12_500_000),
        ("5천원", 5_000),
        ("1억 2,000만 500원", 120_000_500),
        ("\uff16\uff11\uff13\uff10\uff10\uff10", 613_000),
        ("￦98,000", 98_000),
        ("₩ 98,000원", 98_000),
        ("\\98,000", 98_000),
        ("KRW 98,000", 98_000),
        ("98,000원정", 98_000),
        ("98000.0", 98_000),
        (98_000, 98_000),
        (98_000.0, 98_000),
        ("0", 0),
        ("-0", 0),
    ],
)
def test_read_money_reads_what_ledgers_write(written: Value, won: int) -> None:
    assert read_money(written) == won


@pytest.mark.parametrize(
    ("written", "won"),
    [
        ("98,000", 98_000_000),
        (98_000, 98_000_000),
        (98.5, 98_500),
        ("￦98,000", 98_000_000),
        ("43,300만원", 433_000_000),
        ("98,000,000원", 98_000_000),
        ("98,000천원", 98_000_000),
    ],
)
def test_read_money_multiplies_only_bare_numbers(written: Value, won: int) -> None:
    assert read_money(written, unit=1_000) == won


@pytest.mark.parametrize(
    "written",
    [
        *("12O만", "만원", "천원", "약 100만원", "1,2", "1,20,000", "1억 2000", "1만 2억", "백만"),
        *("$5,000", "1e5", "12.345", "1.2.3", "모름", "", "1-2", "12₩34", "1" * 100),
        *(0.5, float("nan"), float("inf"), 1e18, True, date(2014, 1, 1)),
    ],
)
def test_read_money_refuses_what_it_would_have_to_guess(written: Value) -> None:
    assert code_of(read_money, written) == "MONEY_UNREADABLE"


@pytest.mark.parametrize("written", [-5, -5.0, "-5000000", "△5,000", "▲5,000", "(5,000)", "-1만원"])
def test_read_money_names_negative_sums(written: Value) -> None:
    assert code_of(read_money, written) == "MONEY_NEGATIVE"


@given(won=WON)
def test_read_money_reads_back_every_way_of_writing(won: int) -> None:
    eok, rest = divmod(won, 10**8)
    man, last = divmod(rest, 10**4)
    spelled = f"{eok}억 {man:,}만 {last}원"
    wide = str(won).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})

    ways = (won, float(won), str(won), f"{won:,}", f"{won:,}원", f"￦{won:,}", spelled, wide)

    assert {read_money(way) for way in ways} == {won}


@given(amount=st.integers(min_value=0, max_value=10**11))
def test_read_money_scales_bare_numbers_only(amount: int) -> None:
    assert read_money(f"{amount:,}", unit=1_000) == amount * 1_000
    assert read_money(f"{amount:,}만원", unit=1_000) == amount * 10_000


@given(text=st.text(max_size=80))
def test_no_reader_breaks_on_any_text(text: str) -> None:
    for reader in (read_money, read_date, read_quantity, read_percent, read_text):
        try:
            reader(text)
        except CellUnreadable as refused:
            assert refused.code.isupper()  # noqa: PT017 - reading it is as right as refusing


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (date(2007, 3, 12), date(2007, 3, 12)),
        (datetime(2007, 3, 12, 9, 30), date(2007, 3, 12)),  # noqa: DTZ001 - as a sheet has it
        ("2007.03.12", date(2007, 3, 12)),
        ("2007. 3. 12.", date(2007, 3, 12)),
        ("2007.03.12(월)", date(2007, 3, 12)),
        ("2007-3-1", date(2007, 3, 1)),
        ("2007-03-12 00:00:00", date(2007, 3, 12)),
        ("2005/11/03", date(2005, 11, 3)),
        ("2007년 10월 28일", date(2007, 10, 28)),
        ("20070312", date(2007, 3, 12)),
        (20070312, date(2007, 3, 12)),
        ("'05.1.21", date(2005, 1, 21)),
        ("’97.1.21", date(1997, 1, 21)),
        ("05.1.21", date(2005, 1, 21)),
        ("\uff12\uff10\uff10\uff17\uff0e\uff13\uff0e\uff11\uff12", date(2007, 3, 12)),
    ],
)
def test_read_date_reads_the_styles_of_ledgers(written: Value, day: date) -> None:
    assert read_date(written) == day


@pytest.mark.parametrize(
    "written",
    ["작년", "2007", 2007, "2007.3", "05/11/03", "070312", 39153, 39153.5, True, "", "3월"],
)
def test_read_date_refuses_what_may_be_another_day(written: Value) -> None:
    assert code_of(read_date, written) == "DATE_UNREADABLE"


@pytest.mark.parametrize(
    "written",
    ["2009-02-30", "2007.13.01", "20070230", "1899-12-31", date(2099, 1, 1), "9999.12.31"],
)
def test_read_date_names_days_that_cannot_be(written: Value) -> None:
    assert code_of(read_date, written) == "DATE_IMPOSSIBLE"


def test_read_date_refuses_days_after_the_latest() -> None:
    latest = date(2014, 10, 2)

    assert read_date("2014-10-02", latest) == latest
    assert code_of(lambda value: read_date(value, latest), "2014-10-03") == "DATE_IMPOSSIBLE"


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2050, 12, 31)))
def test_read_date_reads_back_every_way_of_writing(day: date) -> None:
    year, month, date_ = day.year, day.month, day.day
    ways = (day, f"{day:%Y.%m.%d}", f"{year}/{month}/{date_}", f"{year}년 {month}월 {date_}일")

    assert {read_date(way) for way in (*ways, f"{day:%Y%m%d}", int(f"{day:%Y%m%d}"))} == {day}


@pytest.mark.parametrize(
    ("written", "quantity"),
    [
        *(("1대", (1, "대")), ("25", (25, "")), (25, (25, "")), (1.0, (1, ""))),
        *(("\uff13 대", (3, "대")), ("1,200EA", (1200, "EA")), ("100석", (100, "석"))),
    ],
)
def test_read_quantity_reads_number_and_unit(written: Value, quantity: tuple[int, str]) -> None:
    assert read_quantity(written) == quantity


@pytest.mark.parametrize(
    "written", [0, -1, 1.5, "0대", "-3", "두 대", "1~2대", "1/2", "", True, 10**9, date(2014, 1, 1)]
)
def test_read_quantity_refuses_less_than_one_and_parts(written: Value) -> None:
    assert code_of(read_quantity, written) == "QUANTITY_INVALID"


def test_read_percent_reads_shares_and_ratios() -> None:
    shares = [read_percent(value) for value in ("0%", "5 %", "12.5", 3, 3.25)]
    ratios = [read_percent(value, ratio=True) for value in (0.08, "0.08", "5 %", 0, 1, 0.29)]

    assert [str(share) for share in shares] == ["0", "5", "12.5", "3", "3.25"]
    assert [str(share) for share in ratios] == ["8", "8", "5", "0", "100", "29"]


@pytest.mark.parametrize("written", ["낮음", 101, "-5%", -5, "5%%", True, date(2014, 1, 1)])
def test_read_percent_refuses_what_is_no_share(written: Value) -> None:
    assert code_of(read_percent, written) == "PERCENT_UNREADABLE"


def test_read_text_keeps_what_was_typed_but_for_gaps() -> None:
    assert read_text("  주사전자현미경\n (SEM)\u200b\x00 ") == "주사전자현미경 (SEM)"
    assert read_text("\uff23\uff2e\uff23 선반") == "\uff23\uff2e\uff23 선반"
    assert [read_text(value) for value in (1001, 12.5, None)] == ["1001", "12.5", ""]
    assert code_of(lambda value: read_text(value, limit=5), "여섯 글자네") == "TEXT_TOO_LONG"
