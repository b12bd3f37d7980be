"""Find where a ledger says what: its header, its units, its class."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.choices import AssetClass
from sangsaeng.assets.ledgers.words import (
    HEADERS,
    HEADINGS,
    NOTE_MARKS,
    Field,
    column_unit,
    is_foreign,
    plain,
    unit_noted,
    without_brackets,
)
from sangsaeng.kernel.cells import read_text
from sangsaeng.kernel.refusals import Refused
from sangsaeng.kernel.sheets import HEAD_ROWS, Sheet, SheetRow

MONEY = (Field.PURCHASE_COST, Field.BOOK_VALUE)


class LedgerHeaderMissing(Refused):
    """No row among the first names what an asset must have."""

    message = _("머리글에서 필요한 열을 찾지 못했습니다: %(missing)s. 찾은 열: %(found)s")


class LedgerClassMissing(Refused):
    """Neither a column nor a heading says what kind of assets these are."""

    message = _("자산구분 열이 없습니다. 자산구분을 고르거나 열을 추가해 주세요.")


class LedgerUnitUnclear(Refused):
    """The sheet notes two units, so a bare number has two meanings."""

    message = _("금액 단위가 서로 다르게 적혀 있습니다. 금액 단위를 골라 주세요.")


class LedgerCurrencyForeign(Refused):
    """The sheet counts in another currency than won."""

    message = _("원화가 아닌 금액 단위가 적혀 있습니다: %(note)s")


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field stands; ``unit`` is the money unit its own header names."""

    index: int
    header: str  # as written
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a ledger mean, to be shown and confirmed before anything is written."""

    columns: dict[Field, Column]
    first_row: int  # the number of the first row below the header
    unit: int = 1
    asset_class: AssetClass | None = None  # of all rows, where no column tells
    unread: tuple[str, ...] = ()  # headers no field was found for
    doubled: tuple[str, ...] = ()  # headers of a field that an earlier column has


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person settled about a ledger, where its own words do not or would mislead.

    ``fields`` maps a header as written to a field's name, or to "" for none.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    unit: int | None = None
    asset_class: AssetClass | None = None


@dataclass(frozen=True, slots=True)
class _Header:
    """A row, or two, tried as the header: per column its words and the field they name."""

    words: list[str]
    fields: list[Field | None]
    first_row: int
    height: int

    @property
    def score(self) -> tuple[bool, int, int]:
        """More fields are better; at the same number, one row is better than two."""
        return Field.TITLE in self.fields, len(set(self.fields) - {None}), -self.height


def find_layout(sheet: Sheet, choices: Choices) -> Layout:
    """Find the header within the first rows, and what notes and headings say of the rest."""
    head = [row for row in sheet.rows if row.number <= HEAD_ROWS]
    # max() keeps the first of equals: the earlier row.
    header = max(_headers(head, choices), key=lambda header: header.score, default=None)
    if header is None or Field.TITLE not in header.fields:
        found = ", ".join(filter(None, header.words)) if header and header.score[1] else "-"
        raise LedgerHeaderMissing(missing=Field.TITLE.label, found=found)
    columns: dict[Field, Column] = {}
    unread, doubled = [], []
    for index, (words, name) in enumerate(zip(header.words, header.fields, strict=True)):
        if name is None:
            unread.append(words)
        elif name in columns:
            doubled.append(words)
        else:
            columns[name] = Column(index, words, column_unit(words) if name in MONEY else None)
    return Layout(
        columns=columns,
        first_row=header.first_row,
        unit=choices.unit or _sheet_unit(sheet, header, columns),
        asset_class=choices.asset_class or _heading_class(sheet, header, columns),
        unread=tuple(filter(None, unread)),
        doubled=tuple(doubled),
    )


def _headers(head: list[SheetRow], choices: Choices) -> Iterator[_Header]:
    chosen = {plain(words): name for words, name in choices.fields.items()}
    for row, after in zip_longest(head, head[1:]):
        tops = _words(row)
        yield _Header(tops, [_field(words, chosen) for words in tops], row.number + 1, 1)
        if after and after.number == row.number + 1:
            pairs = list(_joined(tops, _words(after)))
            yield _Header(
                [" ".join(filter(None, pair)) for pair in pairs],
                [_field(" ".join(pair), chosen) or _field(pair[1], chosen) for pair in pairs],
                after.number + 1,
                2,
            )


def _words(row: SheetRow) -> list[str]:
    return [read_text(value, limit=40_000) for value in row.values]


def _joined(tops: list[str], belows: list[str]) -> Iterator[tuple[str, str]]:
    """Join two header rows; a group's words stand over its first column only."""
    group = ""
    for top, below in zip_longest(tops, belows, fillvalue=""):
        group = top or group
        yield (group if below else top), below


def _field(words: str, chosen: dict[str, str]) -> Field | None:
    if (name := chosen.get(plain(words))) is not None:
        return Field(name) if name else None
    return HEADERS.get(plain(without_brackets(words)))


def _sheet_unit(sheet: Sheet, header: _Header, columns: dict[Field, Column]) -> int:
    """Read the unit of bare numbers from the notes above and below the rows."""
    notes = [*_headings(sheet, header), *_footnotes(sheet)]
    notes += [words for words, name in zip(header.words, header.fields, strict=True) if not name]
    money = [columns[name].header for name in MONEY if name in columns]
    for words in (*notes, *money):
        if is_foreign(words):
            raise LedgerCurrencyForeign(note=words)
    units = {unit for words in notes if (unit := unit_noted(words))}
    if len(units) > 1 and any(columns[name].unit is None for name in MONEY if name in columns):
        raise LedgerUnitUnclear
    return units.pop() if units else 1


def _headings(sheet: Sheet, header: _Header) -> list[str]:
    above = (row for row in sheet.rows if row.number < header.first_row - header.height)
    return [words for row in above for words in _words(row) if words]


def _footnotes(sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows:
        first = next((value for value in row.values if value is not None), None)
        if isinstance(first, str) and first.lstrip().startswith(NOTE_MARKS):
            yield first


def _heading_class(
    sheet: Sheet, header: _Header, columns: dict[Field, Column]
) -> AssetClass | None:
    """Take the class of all rows from the headings, if they name exactly one."""
    if Field.ASSET_CLASS in columns:
        return None
    if Field.REGISTRATION_NO in columns or Field.APPLICATION_NO in columns:
        return AssetClass.INTELLECTUAL_PROPERTY
    headings = " ".join([sheet.name, *_headings(sheet, header)])
    named = [name for name, pattern in HEADINGS.items() if pattern.search(headings)]
    if len(named) != 1:
        raise LedgerClassMissing
    return named[0]
