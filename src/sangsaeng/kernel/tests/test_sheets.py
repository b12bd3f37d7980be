import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sangsaeng.kernel.sheets import (
    MergedRun,
    SheetBomb,
    SheetEmpty,
    SheetLocked,
    SheetMissing,
    SheetOfOtherKind,
    SheetRow,
    SheetTooBig,
    SheetTooLong,
    SheetTooWide,
    SheetUnreadable,
    is_formula,
    read_sheet,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def book(write: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    write(workbook)
    workbook.close()
    return stream.getvalue()


def table(*rows: list[object]) -> bytes:
    def write(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("자산")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return book(write)


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    """Exchange one part of a package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return stream.getvalue()


def sheet_xml(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def with_cells(cells: str) -> bytes:
    return with_part(table(["자산명"]), "xl/worksheets/sheet1.xml", sheet_xml(cells))


def test_read_sheet_keeps_numbers_types_and_row_numbers() -> None:
    def write(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("자산")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        minute = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write(2, 1, " 선반 ")
        sheet.write(2, 2, 98000)
        sheet.write(2, 3, 0.08)
        sheet.write_datetime(4, 1, datetime(2007, 3, 12), day)  # noqa: DTZ001 - as a sheet has it
        sheet.write_datetime(4, 2, datetime(2007, 3, 12, 9, 30), minute)  # noqa: DTZ001 - the same
        sheet.write_boolean(4, 3, boolean=True)
        workbook.add_worksheet("다른 시트").write(0, 0, "x")

    sheet = read_sheet(book(write), "ledger.xlsx")

    assert sheet.rows == (
        SheetRow(3, (None, " 선반 ", 98000, 0.08)),
        SheetRow(5, (None, date(2007, 3, 12), datetime(2007, 3, 12, 9, 30), True)),  # noqa: DTZ001 - the same
    )
    assert type(sheet.rows[0].values[2]) is int
    assert (sheet.name, sheet.unread_sheets) == ("자산", ("다른 시트",))


def test_read_sheet_reads_the_first_visible_sheet() -> None:
    def write(workbook: xlsxwriter.Workbook) -> None:
        hidden, shown = workbook.add_worksheet("숨김"), workbook.add_worksheet("보임")
        shown.activate()
        shown.set_first_sheet()
        hidden.hide()
        hidden.write(0, 0, "hidden")
        shown.write(0, 0, "=1+1")

    sheet = read_sheet(book(write), "ledger.xlsx")

    assert (sheet.name, sheet.unread_sheets) == ("보임", ())
    assert sheet.rows[0].formulas == {0}


def test_read_sheet_lists_cells_merged_downwards() -> None:
    def write(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A1:C1", "제목")
        sheet.merge_range("B2:B4", "생산팀")
        sheet.write("A5", "끝")

    assert read_sheet(book(write), "ledger.xlsx").merged == (MergedRun(column=1, first=2, last=4),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_read_sheet_reads_csv_in_the_encodings_of_korean_programs(
    encoding: str, delimiter: str
) -> None:
    text = delimiter.join(["자산명", "수량"]) + "\r\n\r\n" + delimiter.join(['"선\n반"', "1"])

    sheet = read_sheet(text.encode(encoding), "LEDGER.CSV")

    assert sheet.rows == (SheetRow(1, ("자산명", "수량")), SheetRow(3, ("선\n반", "1")))


TEXTS = st.text("가나다선반ABC 019,.\"'/", min_size=1, max_size=8).filter(lambda text: text.strip())


@settings(max_examples=25)
@given(rows=st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_the_same_table_reads_the_same_from_every_kind_of_file(rows: list[list[str]]) -> None:
    """I18: CP949, UTF-8, UTF-8 with a mark and xlsx give equal rows."""
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    text = "\r\n".join(lines)

    def write(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)

    files = [(text.encode(encoding), "a.csv") for encoding in ("utf-8", "utf-8-sig", "cp949")]
    tables = [read_sheet(data, name).rows for data, name in (*files, (book(write), "a.xlsx"))]

    assert tables == [tables[0]] * 4


def test_read_sheet_marks_formulas_of_both_kinds_of_file() -> None:
    computed = read_sheet(table(["자산명", "=1+1", "=A1&A1"], ["-5"]), "a.xlsx")
    typed = read_sheet("=1+1,@SUM(A1),+82-2,-5,-,대".encode(), "a.csv")

    assert [row.formulas for row in computed.rows] == [{1, 2}, frozenset()]
    assert [row.formulas for row in typed.rows] == [{0, 1, 2}]


def test_read_sheet_marks_a_formula_without_a_result() -> None:
    cells = '<row r="1"><c r="A1"><v>7</v></c><c r="C1"><f>1/0</f></c></row>'

    assert read_sheet(with_cells(cells), "a.xlsx").rows == (SheetRow(1, (7,), frozenset({2})),)


@pytest.mark.parametrize(
    "text", ["=1", " =1", "\uff1d1+1", "\uff20SUM(1)", "-2+3+cmd|' /C calc'!A0", "+1+1"]
)
def test_is_formula_sees_what_a_program_would_compute(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "--", "-5", "- 5,000원", "+3.5%", "- 전원 필요", "5=5"]
)
def test_is_formula_leaves_numbers_dashes_and_lists(text: str) -> None:
    assert not is_formula(text)


@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [
        (b"", "a.xlsx", SheetEmpty),
        (b"x" * 20_000_001, "a.csv", SheetTooBig),
        (table(["자산명"])[:400], "a.xlsx", SheetUnreadable),
        (b"PK\x03\x04" + b"\x00" * 100, "a.xlsx", SheetUnreadable),
        (SVG, "a.csv", SheetOfOtherKind),
        (SVG, "a.xlsx", SheetOfOtherKind),
        (b"%PDF-1.7 text", "a.csv", SheetOfOtherKind),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.csv", SheetOfOtherKind),
        (bytes(range(256)), "a.csv", SheetOfOtherKind),
        ("자산명\n선반".encode("utf-16"), "a.csv", SheetOfOtherKind),
        (b"title\nlathe", "a.xlsx", SheetOfOtherKind),
        (b'title\n"lathe', "a.csv", SheetUnreadable),
        (OLE + b"\x00" * 600, "a.xls", SheetOfOtherKind),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", SheetLocked),
        (OLE + "Workbook".encode("utf-16-le") + b"\xff" * 600, "a.xls", SheetUnreadable),
        (b"a,b\n" * 100_021, "a.csv", SheetTooLong),
        (b"a," * 257, "a.csv", SheetTooWide),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_read_sheet_refuses_what_is_no_readable_table(
    data: bytes, name: str, refusal: type[SheetUnreadable]
) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(data, name)

    assert type(refused.value) is refusal
    assert str(refused.value)


def test_read_sheet_refuses_a_zip_that_is_no_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")

    with pytest.raises(SheetOfOtherKind):
        read_sheet(stream.getvalue(), "a.xlsx")


def test_read_sheet_refuses_a_zip_bomb() -> None:
    bomb = with_part(table(["자산명"]), "xl/worksheets/sheet1.xml", b" " * 210_000_000)

    with pytest.raises(SheetBomb):
        read_sheet(bomb, "a.xlsx")


def test_read_sheet_refuses_a_zip_bomb_that_lies_about_its_size() -> None:
    bomb = with_part(table(["자산명"]), "xl/worksheets/sheet1.xml", b" " * 210_000_000)
    lying = bomb.replace(struct.pack("<I", 210_000_000), struct.pack("<I", 1_000))

    with pytest.raises(SheetUnreadable):
        read_sheet(lying, "a.xlsx")


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', SheetTooLong),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', SheetTooWide),
        ('<row r="x"><c r="A1"><v>1</v></c></row>', SheetUnreadable),
        ("<row><c></row>", SheetUnreadable),
    ],
)
def test_read_sheet_surveys_the_cells_before_loading_them(
    cells: str, refusal: type[SheetUnreadable]
) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(with_cells(cells), "a.xlsx")

    assert type(refused.value) is refusal


def test_read_sheet_ignores_cells_that_only_have_a_format() -> None:
    cells = '<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576"/></row>'

    assert read_sheet(with_cells(cells), "a.xlsx").rows == (SheetRow(1, (7,)),)


def test_read_sheet_refuses_entities() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>' + sheet_xml("")

    with pytest.raises(SheetUnreadable):
        read_sheet(with_part(table(["x"]), "xl/worksheets/sheet1.xml", bomb), "a.xlsx")


def test_read_sheet_refuses_a_book_without_sheets() -> None:
    empty = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'

    with pytest.raises(SheetMissing):
        read_sheet(with_part(table(["x"]), "xl/workbook.xml", empty), "a.xlsx")


@settings(max_examples=60, deadline=None)
@given(cuts=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_book_is_read_or_refused_but_never_breaks(cuts: list[tuple[int, int]]) -> None:
    for sound, name in ((table(["자산명", 1]), "a.xlsx"), (old_book(), "a.xls")):
        data = bytearray(sound)
        for place, byte in cuts:
            data[place % len(data)] = byte
        try:
            read_sheet(bytes(data), name)
        except SheetUnreadable as refused:
            assert str(refused)  # noqa: PT017 - reading on is as right as refusing


def old_book() -> bytes:
    """Build the smallest .xls: a compound file whose one stream is a BIFF8 workbook."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def label(column: int, text: str) -> bytes:
        head = struct.pack("<HHHHB", 0, column, 0, len(text), 1)
        return record(0x0204, head + text.encode("utf-16-le"))

    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    name = b"\x05\x00ledge"
    place = len(start) + 4 + 6 + len(name) + 4
    globals_ = start + record(0x0085, struct.pack("<IH", place, 0) + name) + record(0x000A, b"")
    cells = label(0, "자산명") + record(0x0203, struct.pack("<HHHd", 0, 1, 0, 98000.0))
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells
    stream = (globals_ + sheet + record(0x000A, b"")).ljust(4096, b"\x00")

    def entry(title: str, kind: int, child: int, first: int, size: int) -> bytes:
        wide = title.encode("utf-16-le")
        head = wide.ljust(64, b"\x00") + struct.pack(
            "<HBBiii", len(wide) + 2, kind, 1, -1, -1, child
        )
        return head + b"\x00" * 36 + struct.pack("<iQ", first, size)

    table_ = struct.pack("<iiiiiiiiii", -3, -2, 3, 4, 5, 6, 7, 8, 9, -2).ljust(512, b"\xff")
    folder = entry("Root Entry", 5, 1, -2, 0) + entry("Workbook", 2, -1, 2, 4096)
    head = OLE + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    head += struct.pack("<iiiiiiiii", 0, 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<i", 0)
    return head.ljust(512, b"\xff") + table_ + folder.ljust(512, b"\x00") + stream


def test_read_sheet_reads_the_old_format() -> None:
    sheet = read_sheet(old_book(), "ledger.xls")

    assert (sheet.name, sheet.rows) == ("ledge", (SheetRow(1, ("자산명", 98000)),))
