"""Read one cell as money, a day, a quantity, a share or a text; never guess."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from sangsaeng.kernel.sheets import Value

MOST_MONEY = 10**15
MOST_PIECES = 1_000_000
LONGEST = 60  # no number is written longer
EARLIEST = date(1900, 1, 1)
LATEST = date(2050, 12, 31)


class CellUnreadable(ValueError):
    """The cell does not say what its column needs; ``code`` tells how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_ABSENT = frozenset(
    {"-", "–", "—", "없음", "해당없음", "해당사항없음", "미상", "불명", "미정", "n/a", "na", "none"}
)


def is_absent(value: Value) -> bool:
    """Tell whether the cell says that there is nothing to say.

    >>> [is_absent(value) for value in (None, " - ", "해당 없음", "N/A", 0, "0")]
    [True, True, True, True, False, False]
    """
    return value is None or (isinstance(value, str) and _compact(value).lower() in _ABSENT | {""})


def _compact(text: str) -> str:
    """Full-width forms made plain, every space taken out."""
    return "".join(unicodedata.normalize("NFKC", text).split())


# --- text -------------------------------------------------------------------

# Spaces of any kind, and the characters nobody sees or a database refuses.
_GAPS = re.compile(r"[\s\u200b\u2060\ufeff\x00-\x1f\x7f]+")


def read_text(value: Value, limit: int = 200) -> str:
    """Keep the text as typed, but for its gaps.

    >>> read_text("  CNC   선반 "), read_text(1001), read_text(date(2007, 3, 12))
    ('CNC 선반', '1001', '2007-03-12')
    """
    text = "" if value is None else _GAPS.sub(" ", str(value)).strip()
    if len(text) > limit:
        raise CellUnreadable("TEXT_TOO_LONG")
    return text


# --- money ------------------------------------------------------------------

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SMALL = {"천": 1_000, "백": 100, "십": 10, "": 1}
_SECTION = rf"(?:{_NUMBER}천)?(?:{_NUMBER}백)?(?:{_NUMBER}십)?(?:{_NUMBER})?"
_WORDS = re.compile(
    rf"(?:(?P<e12>{_SECTION})조)?(?:(?P<e8>{_SECTION})억)?(?:(?P<e4>{_SECTION})만)?(?P<e0>{_SECTION})"
)
_PART = re.compile(rf"({_NUMBER})([천백십]?)")
_BARE = re.compile(_NUMBER)
_CURRENCY = re.compile(r"^(-?)(?:₩|\\|krw)|krw$")
_SIGNED = re.compile(r"[-−△▲](.+)|\((.+)\)")


def read_money(value: Value, unit: int = 1) -> int:
    """Read whole won; ``unit`` is what a bare number of the column counts in.

    A unit in the cell wins, a currency sign is none.

    >>> [read_money(text) for text in ("1,200만원", "1.2천만", "1억 2,000만원", "3천5백만")]
    [12000000, 12000000, 120000000, 35000000]
    >>> read_money("98,000", 1_000), read_money("43,300만원", 1_000), read_money(98.5, 1_000)
    (98000000, 433000000, 98500)
    """
    text = _money_text(value)
    if signed := _SIGNED.fullmatch(text):
        if _won(signed[1] or signed[2], unit) != 0:
            raise CellUnreadable("MONEY_NEGATIVE")
        return 0
    return _won(text, unit)


def _money_text(value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise CellUnreadable("MONEY_UNREADABLE")
    if isinstance(value, str):
        return _CURRENCY.sub(r"\1", _compact(value).lower())
    return f"{Decimal(repr(value)):f}"


def _won(text: str, unit: int) -> int:
    if len(text) > LONGEST:
        raise CellUnreadable("MONEY_UNREADABLE")
    bare = _BARE.fullmatch(text)
    amount = Decimal(text.replace(",", "")) * unit if bare else _spelled(text)
    if amount != int(amount) or amount > MOST_MONEY:
        raise CellUnreadable("MONEY_UNREADABLE")
    return int(amount)


def _spelled(text: str) -> Decimal:
    """Add up 1억 2천3백만 500원; an ending without unit is only won when 원 says so."""
    body = re.sub(r"(?:원정?|won)$", "", text)
    words = _WORDS.fullmatch(body)
    if not words or not body or (body[-1].isdigit() and body == text):
        raise CellUnreadable("MONEY_UNREADABLE")
    total = Decimal(0)
    for name, section in words.groupdict().items():
        if section == "":
            if name != "e0":  # 만원 without a number before it
                raise CellUnreadable("MONEY_UNREADABLE")
            continue
        for number, small in _PART.findall(section or ""):
            total += Decimal(number.replace(",", "")) * _SMALL[small] * 10 ** int(name[1:])
    return total


# --- days -------------------------------------------------------------------

_DAY = re.compile(
    r"(?P<mark>')?(?P<year>\d{4}|\d{2})(?P<gap>[.\-/년])(?P<month>\d{1,2})(?:[.\-/월])(?P<day>\d{1,2})[.일]?"
    r"(?:\([월화수목금토일]\))?(?:T?\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_TURN = 50  # '49 is 2049, '50 is 1950


def read_date(value: Value, latest: date = LATEST) -> date:
    """Read a day; one that is not in the calendar, or not credible, is impossible.

    Two digits are a year only where Korean usage leaves no doubt ('05.1.21, 05.1.21).

    >>> [str(read_date(text)) for text in ("2007. 3. 12.", "2005/11/03", 20070312, "'05.1.21")]
    ['2007-03-12', '2005-11-03', '2007-03-12', '2005-01-21']
    """
    day = _calendar_day(value)
    if not EARLIEST <= day <= latest:
        raise CellUnreadable("DATE_IMPOSSIBLE")
    return day


def _calendar_day(value: Value) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _compact(str(value)).replace("’", "'").replace("‘", "'")
    found = _DAY.fullmatch(text) or _DIGITS.fullmatch(text)
    if isinstance(value, bool | float) or not found:
        raise CellUnreadable("DATE_UNREADABLE")
    year = int(found["year"])
    if len(found["year"]) == 2:  # noqa: PLR2004 - the digits of a short year
        if not found["mark"] and found["gap"] not in ".년":
            raise CellUnreadable("DATE_UNREADABLE")
        year += 2000 if year < _TURN else 1900
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise CellUnreadable("DATE_IMPOSSIBLE") from error


# --- quantities and shares --------------------------------------------------

_PIECES = re.compile(rf"({_NUMBER})([^\d.,\-+=/]{{0,10}})")


def read_quantity(value: Value) -> tuple[int, str]:
    """Read a whole number of at least one, and its unit where the cell names one.

    >>> read_quantity("1대"), read_quantity(25), read_quantity("1,200 EA")
    ((1, '대'), (25, ''), (1200, 'EA'))
    """
    found = _PIECES.fullmatch(_compact(str(value)))
    if isinstance(value, bool) or not found:
        raise CellUnreadable("QUANTITY_INVALID")
    pieces = Decimal(found[1].replace(",", ""))
    if pieces != int(pieces) or not 1 <= pieces <= MOST_PIECES:
        raise CellUnreadable("QUANTITY_INVALID")
    return int(pieces), found[2]


def read_percent(value: Value, *, ratio: bool = False) -> Decimal:
    """Read a share of 0 to 100; ``ratio`` says that bare numbers of the column are of one.

    >>> read_percent("5 %"), read_percent(0.08, ratio=True), read_percent("12.5%", ratio=True)
    (Decimal('5'), Decimal('8'), Decimal('12.5'))
    """
    text = _compact(str(value))
    bare = text.removesuffix("%")
    if isinstance(value, bool) or not re.fullmatch(r"\d+(?:\.\d+)?", bare):
        raise CellUnreadable("PERCENT_UNREADABLE")
    share = Decimal(bare) * (100 if ratio and bare == text else 1)
    if share > 100:  # noqa: PLR2004 - the whole
        raise CellUnreadable("PERCENT_UNREADABLE")
    rounded = round(share, 2)
    return (
        rounded.to_integral_value()
        if rounded == rounded.to_integral_value()
        else rounded.normalize()
    )
