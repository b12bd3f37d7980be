"""Reading stored bytes back."""

from typing import BinaryIO, cast

from django.core.files.storage import storages

from sangsaeng.files.models import StoredFile


def open_file(stored: StoredFile) -> BinaryIO:
    """Open the bytes of a stored file; the caller has checked who may see them."""
    return cast("BinaryIO", storages["files"].open(stored.blob_name))
