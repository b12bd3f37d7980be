"""What a file really is: told by its bytes, never by its name or its sender."""

import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, cast

from django.utils.translation import gettext_lazy as _

from sangsaeng.files.actions.pictures import Unreadable, redraw
from sangsaeng.files.choices import (
    CSV,
    JPEG,
    LARGEST_UNPACKED,
    MEGABYTE,
    PDF,
    PICTURES,
    PNG,
    WEBP,
    XLS,
    XLSX,
    limit_of,
    type_names,
)
from sangsaeng.kernel.refusals import Refused

if TYPE_CHECKING:
    from django.core.files.base import File

CHUNK = 64 * 1024
# The first bytes of a compound file (old Office) and of a zip archive (new Office).
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVE = b"PK\x03\x04"
WORKBOOK_PARTS = {"[Content_Types].xml", "xl/workbook.xml"}
MACROS = "xl/vbaProject.bin"
# Old workbooks name their one stream so, in UTF-16.
WORKBOOK_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
# What a text may hold below the space: tab, line feed, carriage return.
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r")
DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8-sig", "cp949")


class EmptyFile(Refused):
    """The file has no content."""

    message = _("빈 파일입니다. 내용이 있는 파일을 골라 주세요.")


class FileTooBig(Refused):
    """The file is larger than its kind may be."""

    message = _("파일이 너무 큽니다. %(limit)sMB까지 올릴 수 있습니다.")


class FileTypeNotAllowed(Refused):
    """The bytes are of no kind that is taken here."""

    message = _("받지 않는 형식의 파일입니다. 올릴 수 있는 형식: %(allowed)s")


class BrokenFile(Refused):
    """The file claims to be a workbook and cannot be opened safely."""

    message = _("파일을 열 수 없습니다. 파일이 깨졌는지 확인해 주세요.")


class BrokenPicture(Refused):
    """The picture cannot be drawn, or is drawn far larger than any camera would."""

    message = _("사진을 열 수 없습니다. 깨졌거나 지나치게 큰 사진인지 확인해 주세요.")


def look_at(upload: "File[bytes]", *, kinds: frozenset[str]) -> tuple[str, bytes | None]:
    """Tell what a file is, and redraw it when it is a picture; refuse everything unwanted.

    The size is judged before a byte is read. A picture comes back as new bytes
    of the type named; any other file stays as it is and brings no bytes.
    """
    size = upload.size or 0
    if size == 0:
        raise EmptyFile
    _refuse_above(max(map(limit_of, kinds)), size)
    upload.seek(0)
    head = upload.read(16)
    found = next((name for name, fits in SIGNS.items() if name in kinds and fits(head, upload)), "")
    if not found:
        raise FileTypeNotAllowed(allowed=type_names(kinds))
    _refuse_above(limit_of(found), size)
    upload.seek(0)
    if found not in PICTURES:
        return found, None
    try:
        return redraw(cast("BinaryIO", upload), media_type=found)
    except Unreadable as error:
        raise BrokenPicture from error


def _refuse_above(limit: int, size: int) -> None:
    if size > limit:
        raise FileTooBig(limit=limit // MEGABYTE)


def _is_workbook(head: bytes, upload: "File[bytes]") -> bool:
    """Look into a zip for a workbook's parts; one that unpacks too far is refused by name."""
    if not head.startswith(ARCHIVE):
        return False
    try:
        with zipfile.ZipFile(cast("BinaryIO", upload)) as archive:
            names = set(archive.namelist())
            if not names >= WORKBOOK_PARTS or MACROS in names:
                return False
            _unpack_within_limit(archive)
    # The zip reader answers bad input in many ways, one of them not implemented methods.
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError) as error:
        raise BrokenFile from error
    return True


def _unpack_within_limit(archive: zipfile.ZipFile) -> None:
    """Unpack everything and keep nothing: the sizes an archive states may be lies."""
    left = LARGEST_UNPACKED
    for entry in archive.infolist():
        entry.file_size = left + 1
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise BrokenFile


def _is_old_workbook(head: bytes, upload: "File[bytes]") -> bool:
    if not head.startswith(COMPOUND):
        return False
    upload.seek(0)
    content = upload.read()
    return any(name in content for name in WORKBOOK_STREAMS)


def _is_table_text(head: bytes, upload: "File[bytes]") -> bool:
    """Tell a table in text from any other text: pages and drawings begin with ``<``."""
    if b"\0" in head:
        return False
    upload.seek(0)
    content = upload.read()
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding).strip()
        except UnicodeDecodeError:
            continue
        first_line = text.partition("\n")[0]
        return (
            not text.startswith("<")
            and CONTROLS.isdisjoint(text)
            and any(mark in first_line for mark in DELIMITERS)
        )
    return False


# In this order: what is told by its first bytes before what must be read as a whole.
SIGNS: dict[str, Callable[[bytes, "File[bytes]"], bool]] = {
    PDF: lambda head, _: head.startswith(b"%PDF-"),
    JPEG: lambda head, _: head.startswith(b"\xff\xd8\xff"),
    PNG: lambda head, _: head.startswith(b"\x89PNG\r\n\x1a\n"),
    WEBP: lambda head, _: head.startswith(b"RIFF") and head[8:12] == b"WEBP",
    XLSX: _is_workbook,
    XLS: _is_old_workbook,
    CSV: _is_table_text,
}
