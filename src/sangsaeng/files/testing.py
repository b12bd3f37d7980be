"""Builders of uploads and stored files."""

from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING
from sangsaeng.files.actions import store_bytes
from sangsaeng.files.choices import CSV, JPEG, PDF, XLSX
from sangsaeng.files.models import StoredFile

_numbers = count(1)


def stores_in(folder: Path) -> dict[str, Any]:
    """Say the STORAGES setting under which files are kept in a folder of the test's own."""
    stores: dict[str, Any] = dict(settings.STORAGES)
    kept = stores["files"]
    return stores | {"files": kept | {"OPTIONS": kept["OPTIONS"] | {"location": folder}}}


def make_picture_upload(
    *,
    name: str = "설비 사진.jpg",
    size: tuple[int, int] = (64, 48),
    colour: str = "steelblue",
    form: str = "JPEG",
    exif: Image.Exif | None = None,
) -> SimpleUploadedFile:
    """Make a picture as a phone would send it."""
    out = BytesIO()
    picture = Image.new("RGB", size, colour)
    picture.save(out, form, exif=exif or Image.Exif())
    return SimpleUploadedFile(name, out.getvalue(), content_type=JPEG)


def make_pdf_upload(*, name: str = "중소기업확인서.pdf", text: str = "") -> SimpleUploadedFile:
    """Make a small paper; ``text`` makes its bytes differ."""
    body = text or f"paper {next(_numbers)}"
    content = (
        "%PDF-1.4\n"
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
        f"% {body}\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    return SimpleUploadedFile(name, content.encode(), content_type=PDF)


def make_csv_upload(content: str, *, name: str = "자산대장.csv") -> SimpleUploadedFile:
    """Make a ledger in text."""
    return SimpleUploadedFile(name, content.encode("utf-8-sig"), content_type=CSV)


def make_xlsx_upload(content: bytes, *, name: str = "자산대장.xlsx") -> SimpleUploadedFile:
    """Wrap a workbook's bytes as an upload."""
    return SimpleUploadedFile(name, content, content_type=XLSX)


def make_stored_file(*, name: str = "확인서.pdf", by: User | None = None) -> StoredFile:
    """Keep a small paper."""
    upload = make_pdf_upload(name=name)
    return store_bytes(upload.read(), name=name, media_type=PDF, by=by, at=MORNING)
