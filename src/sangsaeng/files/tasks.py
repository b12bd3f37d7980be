"""Effects of files: bytes that reach the store whole or not at all."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from django.core.files.storage import FileSystemStorage, storages

from sangsaeng.files.models import blob_name

if TYPE_CHECKING:
    from django.core.files.base import File

STORE = "files"


class BlobStore(FileSystemStorage):
    """A folder whose files appear complete: written aside, then put in place by one rename."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.location, prefix="arriving-", delete=False) as aside:
            try:
                for chunk in content.chunks():
                    aside.write(chunk)
                aside.flush()
                os.fsync(aside.fileno())
                Path(aside.name).replace(place)
            except BaseException:
                Path(aside.name).unlink(missing_ok=True)
                raise
        return name


def keep_blob(content: "File[bytes]", *, sha256: str) -> None:
    """Write bytes under their digest unless they are there; two writers at once agree."""
    store, name = storages[STORE], blob_name(sha256)
    if not store.exists(name):
        content.seek(0)
        store.save(name, content)
