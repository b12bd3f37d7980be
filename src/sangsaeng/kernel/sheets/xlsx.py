"""Open the package of an .xlsx file: bounded, without entities, its formulas found."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO
from xml.parsers import expat

from sangsaeng.kernel.sheets.refusals import (
    HEAD_ROWS,
    MAX_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_RATIO,
    MAX_ROWS,
    MAX_UNPACKED,
    SheetBomb,
    SheetMissing,
    SheetOfOtherKind,
    SheetTooLong,
    SheetTooWide,
    SheetUnreadable,
)


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook made safe to load, and what loading it would not tell."""

    stream: io.BytesIO
    sheet: str
    other_sheets: tuple[str, ...]
    formulas: dict[int, set[int]]  # row number from 1 → column indexes from 0


def open_package(data: bytes) -> Package:
    try:
        package = _unpacked(data)
        with zipfile.ZipFile(package) as archive:
            name, part, others = _first_sheet(archive)
            survey = _Survey()
            with archive.open(part) as stream:
                _parse(stream, survey.start)
            _check_strings(archive)
    except (
        *(zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error),
        *(EOFError, OSError, KeyError, ValueError, RuntimeError),
    ) as error:  # what zipfile and expat are known to raise on broken or encrypted packages
        raise SheetUnreadable from error
    package.seek(0)
    return Package(package, name, others, survey.formulas)


def _unpacked(data: bytes) -> io.BytesIO:
    """Repack the parts that make up the cells, uncompressed.

    The sizes a package declares may lie, and another reader may believe another
    directory entry. ``zipfile`` never yields more than an entry declares, so what
    is copied here is bounded by the sum, and the copy is what gets parsed.
    """
    package = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = packed.infolist()
        if "xl/workbook.xml" not in packed.namelist():
            raise SheetOfOtherKind
        size = sum(entry.file_size for entry in entries)
        if size > MAX_UNPACKED or size > max(MAX_RATIO * len(data), MAX_BYTES):
            raise SheetBomb(limit=MAX_UNPACKED // 1_000_000)
        with zipfile.ZipFile(package, "w") as plain:
            for name in dict.fromkeys(entry.filename for entry in entries):
                if name.endswith((".xml", ".rels")):
                    plain.writestr(name, packed.read(name))
    return package


def _parse(stream: IO[bytes], start: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.ParseFile(stream)


def _refuse_doctype(*_declaration: object) -> None:
    raise SheetUnreadable


def _elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[dict[str, str]]:
    """List the attributes of one kind of element, prefixes taken off."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            found.append({key.rpartition(":")[2]: text for key, text in attributes.items()})

    with archive.open(part) as stream:
        _parse(stream, start)
    return found


def _first_sheet(archive: zipfile.ZipFile) -> tuple[str, str, tuple[str, ...]]:
    """Find the first visible worksheet: its name, its part, the other sheets' names."""
    targets = {
        relation["Id"]: relation["Target"]
        for relation in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    visible = [
        sheet
        for sheet in _elements(archive, "xl/workbook.xml", "sheet")
        if sheet.get("state", "visible") == "visible" and sheet.get("id") in targets
    ]
    if not visible:
        raise SheetMissing
    target = targets[visible[0]["id"]]
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return visible[0]["name"], part, tuple(sheet["name"] for sheet in visible[1:])


def _check_strings(archive: zipfile.ZipFile) -> None:
    """Refuse a table of shared strings too long to be loaded."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return
    count = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal count
        count += name.rpartition(":")[2] == "si"
        if count > MAX_CELLS:
            raise SheetTooLong(limit=f"{MAX_ROWS:,}")

    with archive.open("xl/sharedStrings.xml") as stream:
        _parse(stream, start)


@lru_cache(maxsize=1_000)
def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


@dataclass(slots=True)
class _Survey:
    """Where a worksheet's cells lie, learned before it is loaded.

    The loader lays a sheet out as a full rectangle, so one stray cell in the last
    row and column would take all memory: the reach is checked here first.
    """

    row: int = 0
    column: int = -1
    cells: int = 0
    formulas: dict[int, set[int]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._place(attributes.get("r"))
        elif tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = -1
        elif tag in {"v", "is"}:
            self._check()
        elif tag == "f":
            self.formulas.setdefault(self.row, set()).add(self.column)

    def _place(self, reference: str | None) -> None:
        self.cells += 1
        if reference is None:
            self.column += 1
            return
        letters = reference.rstrip("0123456789")
        self.column = _column(letters)
        self.row = int(reference[len(letters) :])

    def _check(self) -> None:
        if self.row > MAX_ROWS + HEAD_ROWS or self.cells > MAX_CELLS:
            raise SheetTooLong(limit=f"{MAX_ROWS:,}")
        if self.column >= MAX_COLUMNS:
            raise SheetTooWide(limit=MAX_COLUMNS)
