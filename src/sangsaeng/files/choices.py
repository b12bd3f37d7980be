"""What kinds of file the centre takes, and how large."""

from typing import Final

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
WEBP: Final = "image/webp"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS: Final = "application/vnd.ms-excel"
CSV: Final = "text/csv"

PICTURES: Final = frozenset({JPEG, PNG, WEBP})
# A paper may be scanned or photographed.
DOCUMENTS: Final = PICTURES | {PDF}
LEDGERS: Final = frozenset({XLSX, XLS, CSV})

# In the order people read them; the suffix is the one a file gets back when it leaves.
SUFFIXES: Final = {
    PDF: ".pdf",
    JPEG: ".jpg",
    PNG: ".png",
    WEBP: ".webp",
    XLSX: ".xlsx",
    XLS: ".xls",
    CSV: ".csv",
}
# What people may have named such a file: a hint for the browser's chooser, never proof.
OTHER_SUFFIXES: Final = {JPEG: (".jpeg",)}
TYPE_NAMES: Final = {
    PDF: "PDF",
    JPEG: "JPEG",
    PNG: "PNG",
    WEBP: "WebP",
    XLSX: "XLSX",
    XLS: "XLS",
    CSV: "CSV",
}

MEGABYTE: Final = 1024 * 1024
LARGEST_DOCUMENT: Final = 20 * MEGABYTE
LARGEST_PICTURE: Final = 10 * MEGABYTE
# A workbook is a zip: what it may grow to once opened.
LARGEST_UNPACKED: Final = 100 * MEGABYTE
# 50 million points is more than any phone of today makes; beyond lies a decompression bomb.
MOST_POINTS: Final = 50_000_000
LONGEST_SIDE: Final = 2400


def limit_of(media_type: str) -> int:
    """Say how many bytes a file of this type may have."""
    return LARGEST_PICTURE if media_type in PICTURES else LARGEST_DOCUMENT


def type_names(kinds: frozenset[str]) -> str:
    """Name the types of a set as people know them: ``PDF, JPEG, PNG``."""
    return ", ".join(name for kind, name in TYPE_NAMES.items() if kind in kinds)


def suffixes(kinds: frozenset[str]) -> tuple[str, ...]:
    """List the endings a browser's file chooser should offer."""
    return tuple(
        suffix
        for kind, first in SUFFIXES.items()
        if kind in kinds
        for suffix in (first, *OTHER_SUFFIXES.get(kind, ()))
    )
