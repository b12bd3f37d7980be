"""Taking files in."""

from sangsaeng.files.actions.looking import (
    BrokenFile,
    BrokenPicture,
    EmptyFile,
    FileTooBig,
    FileTypeNotAllowed,
    look_at,
)
from sangsaeng.files.actions.storing import store_bytes, store_upload

__all__ = [
    "BrokenFile",
    "BrokenPicture",
    "EmptyFile",
    "FileTooBig",
    "FileTypeNotAllowed",
    "look_at",
    "store_bytes",
    "store_upload",
]
