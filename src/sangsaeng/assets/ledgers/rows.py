"""Read one row of a ledger into an asset, or into every reason why not."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar

from sangsaeng.assets.choices import AssetClass, Condition
from sangsaeng.assets.ledgers.layout import Layout
from sangsaeng.assets.ledgers.report import Refusal
from sangsaeng.assets.ledgers.words import CLASSES, CONDITIONS, Field, plain
from sangsaeng.kernel.cells import (
    LATEST,
    CellUnreadable,
    is_absent,
    read_date,
    read_money,
    read_percent,
    read_quantity,
    read_text,
)
from sangsaeng.kernel.sheets import SheetRow, Value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An asset as its owner's ledger says; what the ledger leaves open is empty."""

    row: int
    asset_no: str
    title: str
    asset_class: AssetClass
    maker: str
    model_name: str
    serial: str
    purchased_on: date | None
    purchase_cost: int | None
    book_value: int | None
    quantity: int
    unit: str
    condition: Condition | None
    utilisation_percent: Decimal | None
    idle_since: date | None
    site: str
    note: str
    extras: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for every row of one ledger."""

    layout: Layout
    latest: date = LATEST  # of days that lie in the past: bought, filed, registered
    ratio: bool = False  # the utilisation column counts 0.08 for 8 %
    merged: dict[tuple[int, int], Value] = field(default_factory=dict)


# Fields whose merged cells speak for every row they cover; a sum or a number would be repeated.
SHARED = (
    Field.TITLE,
    Field.ASSET_CLASS,
    Field.MAKER,
    Field.MODEL_NAME,
    Field.CONDITION,
    Field.UNIT,
    Field.SITE,
    Field.DEPARTMENT,
)
_TEXT_EXTRAS = (Field.DEPARTMENT, Field.CO_OWNERS, Field.IPC, Field.WISHED_RIGHT)


class _Cells:
    """The cells of one row by field; what cannot be read is noted and left out."""

    def __init__(self, row: SheetRow, reading: Reading) -> None:
        self.row = row
        self.reading = reading
        self.refusals: list[Refusal] = []

    def value(self, name: Field) -> Value:
        column = self.reading.layout.columns.get(name)
        if column is None:
            return None
        values = self.row.values
        value = values[column.index] if column.index < len(values) else None
        if value is None:
            return self.reading.merged.get((self.row.number, column.index))
        return value

    def refuse(self, name: Field, code: str) -> None:
        column = self.reading.layout.columns.get(name)
        header = column.header if column else str(name.label)
        self.refusals.append(Refusal(self.row.number, header, code, _written(self.value(name))))

    def read(self, name: Field, reader: Callable[[Value], T]) -> T | None:
        column = self.reading.layout.columns.get(name)
        if column is None:
            return None
        if column.index in self.row.formulas:
            self.refuse(name, "FORMULA_CELL")
            return None
        value = self.value(name)
        if is_absent(value):
            return None
        try:
            return reader(value)
        except CellUnreadable as unreadable:
            self.refuse(name, unreadable.code)
            return None

    def text(self, name: Field, limit: int = 200) -> str:
        return self.read(name, partial(read_text, limit=limit)) or ""

    def day(self, name: Field, latest: date = LATEST) -> date | None:
        return self.read(name, partial(read_date, latest=latest))

    def money(self, name: Field) -> int | None:
        column = self.reading.layout.columns.get(name)
        unit = (column and column.unit) or self.reading.layout.unit
        return self.read(name, partial(read_money, unit=unit))

    def need(self, name: Field, code: str) -> None:
        """Refuse the field as missing, unless it was refused for what it says."""
        column = self.reading.layout.columns.get(name)
        header = column.header if column else str(name.label)
        if all(refusal.column != header for refusal in self.refusals):
            self.refuse(name, code)


def read_row(row: SheetRow, reading: Reading) -> tuple[LedgerRow | None, list[Refusal]]:
    """Read a row whole: one reason is enough to refuse it, but all are told."""
    cells = _Cells(row, reading)
    quantity, unit = _quantity(cells)
    condition = cells.text(Field.CONDITION)
    asset_class = _asset_class(cells)
    title = cells.text(Field.TITLE)
    if not title:
        cells.need(Field.TITLE, "TITLE_MISSING")
    asset = LedgerRow(
        row=row.number,
        asset_no=cells.text(Field.ASSET_NO, 60),
        title=title,
        asset_class=asset_class or AssetClass.PRODUCTION_EQUIPMENT,
        maker=cells.text(Field.MAKER, 100),
        model_name=cells.text(Field.MODEL_NAME, 100),
        serial=cells.text(Field.SERIAL, 100),
        purchased_on=cells.day(Field.PURCHASED_ON, reading.latest),
        purchase_cost=cells.money(Field.PURCHASE_COST),
        book_value=cells.money(Field.BOOK_VALUE),
        quantity=quantity,
        unit=cells.text(Field.UNIT, 20) or unit,
        condition=CONDITIONS.get(plain(condition)),
        utilisation_percent=cells.read(
            Field.UTILISATION, partial(read_percent, ratio=reading.ratio)
        ),
        idle_since=cells.day(Field.IDLE_SINCE),
        site=cells.text(Field.SITE),
        note=cells.text(Field.NOTE, 2_000),
        extras=_extras(cells, condition),
    )
    return (None if cells.refusals else asset), cells.refusals


def _quantity(cells: _Cells) -> tuple[int, str]:
    """Read how many; a ledger without the column has one thing a row."""
    found = cells.read(Field.QUANTITY, read_quantity)
    if found is None and Field.QUANTITY in cells.reading.layout.columns:
        cells.need(Field.QUANTITY, "QUANTITY_INVALID")
    return found or (1, "")


def _asset_class(cells: _Cells) -> AssetClass | None:
    if Field.ASSET_CLASS not in cells.reading.layout.columns:
        return cells.reading.layout.asset_class
    found = CLASSES.get(plain(cells.text(Field.ASSET_CLASS)))
    if found is None:
        cells.need(Field.ASSET_CLASS, "CLASS_UNKNOWN")
    return found


def _extras(cells: _Cells, condition: str) -> dict[str, str]:
    """Collect what only some ledgers say, under the fields' own names."""
    latest = cells.reading.latest
    days = {
        Field.FILED_ON: cells.day(Field.FILED_ON, latest),
        Field.REGISTERED_ON: cells.day(Field.REGISTERED_ON, latest),
        Field.AVAILABLE_FROM: cells.day(Field.AVAILABLE_FROM),
    }
    said = {
        **{name: cells.text(name) for name in _TEXT_EXTRAS},
        Field.APPLICATION_NO: cells.read(Field.APPLICATION_NO, read_application),
        Field.REGISTRATION_NO: cells.read(Field.REGISTRATION_NO, read_registration),
        Field.LEGAL_STATUS: cells.text(Field.LEGAL_STATUS),
        **{name: day.isoformat() for name, day in days.items() if day},
    }
    extras = {name.value: text for name, text in said.items() if text}
    if condition and plain(condition) not in CONDITIONS:
        extras["condition_as_written"] = condition
    return extras


_APPLICATION = re.compile(r"((?:10|20)-?\d{4}-?\d{7})", re.ASCII)
_REGISTRATION = re.compile(r"((?:10|20)-?\d{7})(?:-?\d{2}-?\d{2})?", re.ASCII)


def read_application(value: Value) -> str:
    """Read a number of filing: right, year, serial, 13 digits.

    >>> read_application("10-2003-1561515")
    '1020031561515'
    """
    return _number(_APPLICATION, value, "APPLICATION_MALFORMED")


def read_registration(value: Value) -> str:
    """Read a number in the register, 9 digits; its tail names a share and is cut.

    With its tail it has as many digits as a filing number: the column decides, not the length.

    >>> read_registration("10-1024474-00-00"), read_registration(101241233)
    ('101024474', '101241233')
    """
    return _number(_REGISTRATION, value, "REGISTRATION_MALFORMED")


def _number(pattern: re.Pattern[str], value: Value, code: str) -> str:
    bare = re.sub(r"\s|^제|호$", "", unicodedata.normalize("NFKC", str(value)))
    found = pattern.fullmatch(bare)
    if not found:
        raise CellUnreadable(code)
    return found[1].replace("-", "")


def _written(value: Value) -> str:
    return "" if value is None else str(value)[:200]
