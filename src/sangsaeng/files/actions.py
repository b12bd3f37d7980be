"""Taking files in."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from sangsaeng.accounts.models import User
from sangsaeng.files.models import StoredFile


@transaction.atomic
def store_bytes(
    data: bytes, *, name: str, media_type: str, by: User | None, at: datetime
) -> StoredFile:
    """Keep bytes we made ourselves (papers, reports) under their SHA-256."""
    raise NotImplementedError


@transaction.atomic
def store_upload(upload: UploadedFile, *, kinds: frozenset[str], by: User, at: datetime) -> StoredFile:
    """Take in what a person handed over, after looking at what it really is."""
    raise NotImplementedError
