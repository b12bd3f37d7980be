"""Read a ledger of idle assets, row by row; what is unclear is refused, never guessed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sangsaeng.assets.ledgers.layout import (
    Choices,
    Column,
    Layout,
    LedgerClassMissing,
    LedgerCurrencyForeign,
    LedgerHeaderMissing,
    LedgerUnitUnclear,
    find_layout,
)
from sangsaeng.assets.ledgers.report import Flag, Refusal
from sangsaeng.assets.ledgers.rows import SHARED, LedgerRow, Reading, read_row
from sangsaeng.assets.ledgers.words import (
    LAPSED,
    NOTE_MARKS,
    PARTIAL_TOTAL,
    TOTAL,
    Field,
    plain,
    without_brackets,
)
from sangsaeng.kernel.cells import LATEST, is_absent
from sangsaeng.kernel.sheets import Sheet, SheetRow, Value

__all__ = [
    "Choices",
    "Column",
    "Field",
    "Flag",
    "Layout",
    "Ledger",
    "LedgerClassMissing",
    "LedgerCurrencyForeign",
    "LedgerHeaderMissing",
    "LedgerRow",
    "LedgerUnitUnclear",
    "Refusal",
    "read_ledger",
]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as read; a row is either in ``rows`` or has its reasons in ``refusals``."""

    layout: Layout
    rows: tuple[LedgerRow, ...]
    refusals: tuple[Refusal, ...]
    flags: tuple[Flag, ...]
    rows_read: int
    skipped: tuple[int, ...]  # the numbers of sub-totals, notes and repeated headers


def read_ledger(
    sheet: Sheet, *, choices: Choices | None = None, today: date | None = None
) -> Ledger:
    """Read every row below the header.

    Without a class column all rows are of the class the person chose, else of the
    one class the headings name. ``today`` is the last day on which anything can
    have been bought or registered. A formula is refused in a column that is read
    and ignored in one that is not.
    """
    layout = find_layout(sheet, choices or Choices())
    body = [row for row in sheet.rows if row.number >= layout.first_row]
    reading = Reading(
        layout=layout,
        latest=today or LATEST,
        ratio=_is_ratio(layout, body),
        merged=_merged(sheet, layout, body),
    )
    aside = {row.number for row in body if _is_aside(row, layout)}
    ledger = _Reader(reading)
    for row in body:
        if row.number not in aside and _says_something(row, layout):
            ledger.take(row)
    return Ledger(
        layout=layout,
        rows=tuple(ledger.rows),
        refusals=tuple(ledger.refusals),
        flags=tuple(ledger.flags),
        rows_read=ledger.count,
        skipped=tuple(sorted(aside)),
    )


class _Reader:
    """Goes down the rows and remembers which numbers it has met."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.rows: list[LedgerRow] = []
        self.refusals: list[Refusal] = []
        self.flags: list[Flag] = []
        self.count = 0
        self._met: set[tuple[Field, str]] = set()

    def take(self, row: SheetRow) -> None:
        self.count += 1
        asset, refusals = read_row(row, self.reading)
        if asset and self._again(Field.ASSET_NO, asset.asset_no):
            header = self.reading.layout.columns[Field.ASSET_NO].header
            refusals = [Refusal(row.number, header, "ASSET_NO_DUPLICATE", asset.asset_no)]
        if refusals or not asset:
            self.refusals += refusals
            return
        self.rows.append(asset)
        self.flags += [Flag(row.number, code) for code in self._marks(asset)]

    def _again(self, name: Field, number: str) -> bool:
        """Tell whether an accepted row above has the number; blanks are nobody's."""
        key = (name, plain(number))
        met = key in self._met
        if key[1]:
            self._met.add(key)
        return met

    def _marks(self, asset: LedgerRow) -> Iterator[str]:
        if self._again(Field.SERIAL, asset.serial):
            yield "DUPLICATE_SERIAL"
        if self._again(Field.REGISTRATION_NO, asset.extras.get("registration_no", "")):
            yield "DUPLICATE_REGISTRATION"
        if LAPSED.search(asset.extras.get("legal_status", "")):
            yield "RIGHT_LAPSED"
        if "condition_as_written" in asset.extras:
            yield "CONDITION_UNKNOWN"


def _cell(row: SheetRow, column: Column) -> Value:
    return _at(row, column.index)


def _at(row: SheetRow, index: int) -> Value:
    return row.values[index] if index < len(row.values) else None


def _is_aside(row: SheetRow, layout: Layout) -> bool:
    """Tell a sub-total, a note or a header printed again from a row of the ledger."""
    filled = [value for value in row.values if value is not None]
    if len(filled) == 1 and str(filled[0]).lstrip().startswith(NOTE_MARKS):
        return True
    title = _cell(row, layout.columns[Field.TITLE])
    if isinstance(title, str) and plain(title) == plain(layout.columns[Field.TITLE].header):
        return True
    # Only where the total stands for the title: a total is no name of a thing.
    named = [title] if title is not None else filled
    return any(_is_total(value) for value in named) and not _is_numbered(row, layout)


def _is_total(value: Value) -> bool:
    if not isinstance(value, str) or not ("계" in value or "otal" in value.lower()):
        return False
    word = plain(without_brackets(value))
    return bool(TOTAL.fullmatch(word) or PARTIAL_TOTAL.fullmatch(word))


def _is_numbered(row: SheetRow, layout: Layout) -> bool:
    """Tell whether the row has a number of its own, as only a thing has."""
    columns = (layout.columns.get(name) for name in (Field.ASSET_NO, Field.SERIAL))
    cells = [_cell(row, column) for column in columns if column]
    return any(not is_absent(value) and not _is_total(value) for value in cells)


_BESIDES = frozenset({Field.DEPARTMENT, Field.NOTE})


def _says_something(row: SheetRow, layout: Layout) -> bool:
    """Tell whether anything stands in a column that is read, besides a group's name or a note."""
    return any(
        _cell(row, column) is not None or column.index in row.formulas
        for name, column in layout.columns.items()
        if name not in _BESIDES
    )


def _is_ratio(layout: Layout, body: list[SheetRow]) -> bool:
    """Tell whether a column of shares counts 1 as the whole: no % above, a bare fraction below."""
    column = layout.columns.get(Field.UTILISATION)
    if column is None or "%" in unicodedata.normalize("NFKC", column.header):
        return False
    return any(_FRACTION.fullmatch(str(_cell(row, column))) for row in body)


_FRACTION = re.compile(r"\s*0?\.\d*[1-9]\d*\s*")


def _merged(sheet: Sheet, layout: Layout, body: list[SheetRow]) -> dict[tuple[int, int], Value]:
    """Spread the words of merged cells over the rows they cover."""
    shared = {layout.columns[name].index for name in SHARED if name in layout.columns}
    by_number = {row.number: row for row in body}
    return {
        (number, run.column): _at(by_number[run.first], run.column)
        for run in sheet.merged
        if run.column in shared and run.first in by_number
        for number in range(run.first + 1, min(run.last, body[-1].number) + 1)
    }
