"""Handing stored files out; each module calls this after its own permission check."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from sangsaeng.files.models import StoredFile
from sangsaeng.files.queries import open_file


def send_file(
    stored: StoredFile, *, inline: bool = False, request: HttpRequest | None = None
) -> HttpResponseBase:
    """Send the bytes of a file, or 304 when the request shows that it holds them.

    Only pictures are ever shown in place, since we drew them ourselves; any
    other file is a download, whatever was asked for.
    """
    shown = inline and stored.is_picture
    etag = f'"{stored.sha256}"'
    response = _unchanged(request, etag) or FileResponse(
        open_file(stored),
        as_attachment=not shown,
        filename=stored.name,
        content_type=stored.media_type,
    )
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _unchanged(request: HttpRequest | None, etag: str) -> HttpResponseBase | None:
    return get_conditional_response(request, etag=etag) if request else None
