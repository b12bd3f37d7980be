"""Read a spreadsheet somebody uploads: is it one, is it safe, and its cells row by row.

Nothing here knows what the columns mean. What decides is the content, never the
file's name, except that plain text is only taken for a table when it says so.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    WorksheetNotFound,
)

from sangsaeng.kernel.sheets.refusals import (
    HEAD_ROWS,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    SheetBomb,
    SheetEmpty,
    SheetLocked,
    SheetMissing,
    SheetOfOtherKind,
    SheetTooBig,
    SheetTooLong,
    SheetTooWide,
    SheetUnreadable,
)
from sangsaeng.kernel.sheets.xlsx import open_package

__all__ = [
    "HEAD_ROWS",
    "MergedRun",
    "Sheet",
    "SheetBomb",
    "SheetEmpty",
    "SheetLocked",
    "SheetMissing",
    "SheetOfOtherKind",
    "SheetRow",
    "SheetTooBig",
    "SheetTooLong",
    "SheetTooWide",
    "SheetUnreadable",
    "Value",
    "is_formula",
    "read_sheet",
]

Value = str | int | float | date | datetime | bool | None
_Raw = str | int | float | date | datetime | time | timedelta | bool

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that holds something; ``formulas`` are the indexes of computed cells."""

    number: int  # as the spreadsheet program shows it, from 1
    values: tuple[Value, ...]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MergedRun:
    """Cells of one column joined downwards: the first row holds the value of all."""

    column: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet, without the blank ones."""

    name: str
    rows: tuple[SheetRow, ...]
    merged: tuple[MergedRun, ...] = ()
    unread_sheets: tuple[str, ...] = ()  # only the first visible sheet is read: say so


def read_sheet(data: bytes, name: str) -> Sheet:
    """Read the first visible sheet of an .xlsx or .xls file, or a CSV file.

    Whole numbers come back as ``int``. A cell counts as a formula when the sheet
    computes it (.xlsx), or when its text would be computed by a spreadsheet
    program that opens it. An .xls file shows us results only, not its formulas.
    """
    if not data:
        raise SheetEmpty
    if len(data) > MAX_BYTES:
        raise SheetTooBig(limit=MAX_BYTES // 1_000_000)
    if data.startswith(_ZIP):
        package = open_package(data)
        return _load(package.stream, package.formulas, package.sheet, package.other_sheets)
    if data.startswith(_OLE):
        return _read_xls(data)
    if PurePath(name).suffix.lower() in _TEXT_SUFFIXES:
        return _read_csv(data)
    raise SheetOfOtherKind


def _read_csv(data: bytes) -> Sheet:
    text = _decoded(data)
    try:
        # Strict: a quote left open would silently swallow the rows behind it.
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        rows = tuple(_rows(lines, {}))
    except csv.Error as error:
        raise SheetUnreadable from error
    return Sheet(name="", rows=rows)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text) or text.lstrip().startswith(("<", "%PDF")):
            break
        return text
    raise SheetOfOtherKind


def _delimiter(text: str) -> str:
    head = "\n".join(text.splitlines()[:HEAD_ROWS])
    return max(",\t;", key=head.count)


def _read_xls(data: bytes) -> Sheet:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise SheetLocked
    if not any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        raise SheetOfOtherKind
    return _load(io.BytesIO(data), {})


def _load(
    stream: io.BytesIO,
    formulas: dict[int, set[int]],
    name: str | None = None,
    others: tuple[str, ...] = (),
) -> Sheet:
    try:
        book = CalamineWorkbook.from_filelike(stream)
        names = [name] if name is not None else book.sheet_names
        sheet = book.get_sheet_by_name(names[0]) if names else None
    except PasswordError as error:
        raise SheetLocked from error
    except (CalamineError, WorksheetNotFound, OSError, ValueError) as error:
        raise SheetUnreadable from error
    except BaseException as panic:
        # The loader panics on some damaged .xls files, and a panic is no Exception.
        if type(panic).__name__ != "PanicException":
            raise
        raise SheetUnreadable from panic
    if sheet is None:
        raise SheetMissing
    # Before the rows become Python objects: an .xls file could not be surveyed.
    if sheet.total_width > MAX_COLUMNS:
        raise SheetTooWide(limit=MAX_COLUMNS)
    return Sheet(
        name=sheet.name,
        rows=tuple(_rows(sheet.to_python(skip_empty_area=False), formulas)),
        merged=_runs(sheet),
        unread_sheets=others or tuple(names[1:]),
    )


_NONE: frozenset[int] = frozenset()  # one for all the rows without formulas


def _rows(
    lines: Iterable[list[_Raw] | list[str]], formulas: dict[int, set[int]]
) -> Iterator[SheetRow]:
    for number, line in enumerate(lines, start=1):
        values = tuple(map(_value, line))
        computed = formulas.get(number, set()) | {
            index for index, value in enumerate(values) if type(value) is str and is_formula(value)
        }
        if not computed and values.count(None) == len(values):
            continue
        if number > MAX_ROWS + HEAD_ROWS:
            raise SheetTooLong(limit=f"{MAX_ROWS:,}")
        if len(values) > MAX_COLUMNS:
            raise SheetTooWide(limit=MAX_COLUMNS)
        yield SheetRow(number, values, frozenset(computed) if computed else _NONE)


def _value(raw: _Raw) -> Value:
    if isinstance(raw, str):
        return raw if raw.strip() else None
    if isinstance(raw, float) and raw.is_integer():
        return int(raw)
    if isinstance(raw, time | timedelta):
        return str(raw)
    return raw


# A dash for "nothing", a signed number with its unit, a dash as a list mark before Korean text.
_HARMLESS = re.compile(r"[-+](?:-*| ?[\d.,]+ ?[%천백십만억조원]*| ?[가-힣][^|!]*)")


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet program would compute this text.

    >>> [is_formula(text) for text in ("=1+1", "@SUM(A1)", "-2+3", "+82-2", "-5,000원", "-", "대")]
    [True, True, True, True, False, False, False]
    """
    # Korean programs take the full-width signs for the plain ones.
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    if first not in {"=", "@", "+", "-"}:
        return False
    return not _HARMLESS.fullmatch(unicodedata.normalize("NFKC", text).strip())


def _runs(sheet: CalamineSheet) -> tuple[MergedRun, ...]:
    """List the runs of cells merged downwards in one column, none overlapping another."""
    runs: list[MergedRun] = []
    reached: dict[int, int] = {}
    for (top, left), (bottom, right) in sorted(sheet.merged_cell_ranges or []):
        if left == right and bottom > top > reached.get(left, -1):
            reached[left] = bottom
            runs.append(MergedRun(left, top + 1, bottom + 1))
    return tuple(runs)
