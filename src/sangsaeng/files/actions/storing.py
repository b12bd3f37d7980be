"""Keeping files under the SHA-256 of their bytes."""

import hashlib
import re
import unicodedata
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile, File
from django.db import transaction

from sangsaeng.accounts.models import User
from sangsaeng.audit.actions import record
from sangsaeng.files.actions.looking import EmptyFile, look_at
from sangsaeng.files.choices import SUFFIXES
from sangsaeng.files.models import StoredFile
from sangsaeng.files.tasks import keep_blob

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LONGEST_STEM = 120
NOT_IN_NAMES = re.compile(r'[<>:"|?*%\s]+')


@transaction.atomic
def store_bytes(
    data: bytes, *, name: str, media_type: str, by: User | None, at: datetime
) -> StoredFile:
    """Keep bytes we made ourselves (papers, reports) under their SHA-256.

    The bytes go to the store before the row exists. When the transaction is
    rolled back they stay behind unused: harmless, and taken up by the next
    file with the same bytes.
    """
    if not data:
        raise EmptyFile
    return _store(ContentFile(data), name=name, media_type=media_type, by=by, at=at)


@transaction.atomic
def store_upload(
    upload: "UploadedFile[bytes]", *, kinds: frozenset[str], by: User, at: datetime
) -> StoredFile:
    """Take in what a person handed over, after looking at what it really is.

    Pictures are drawn anew, without the place they were taken at; other files
    stay byte for byte. The name is cleaned and ends as its real type does.
    """
    media_type, redrawn = look_at(upload, kinds=kinds)
    content = upload if redrawn is None else ContentFile(redrawn)
    return _store(content, name=upload.name or "", media_type=media_type, by=by, at=at)


def _store(
    content: "File[bytes]", *, name: str, media_type: str, by: User | None, at: datetime
) -> StoredFile:
    content.seek(0)
    sha256 = hashlib.sha256()
    for chunk in content.chunks():
        sha256.update(chunk)
    keep_blob(content, sha256=sha256.hexdigest())
    stored = StoredFile.objects.create(
        sha256=sha256.hexdigest(),
        size=content.size,
        media_type=media_type,
        name=clean_name(name, media_type=media_type),
        uploaded_by=by,
        uploaded_at=at,
    )
    record("file.stored", on=stored, by=by, at=at, sha256=stored.sha256, size=stored.size)
    return stored


def clean_name(name: str, *, media_type: str) -> str:
    r"""Keep of a name what is safe in any folder, and end it as its type does.

    >>> clean_name("C:\\scan\\확인서.PDF", media_type="application/pdf")
    '확인서.pdf'
    >>> clean_name("../../etc/passwd\0.html", media_type="image/png")
    'passwd.png'
    """
    # Apple's systems send Hangul taken apart into letters.
    whole = unicodedata.normalize("NFC", name).replace("\\", "/")
    visible = "".join(c for c in whole if not unicodedata.category(c).startswith("C"))
    stem = NOT_IN_NAMES.sub(" ", PurePosixPath(visible).stem).strip(" .")
    suffix = SUFFIXES.get(media_type, PurePosixPath(visible).suffix)
    return f"{stem[:LONGEST_STEM].strip() or 'file'}{suffix}"
