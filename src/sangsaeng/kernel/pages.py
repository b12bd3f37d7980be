"""How a view answers: the whole page, or the part htmx asked for."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request after our middleware."""

    htmx: HtmxDetails


def render_part(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, part: str
) -> HttpResponse:
    """Render one partial for htmx, else the whole page; caches must tell them apart."""
    asked_by_htmx = cast("Request", request).htmx
    name = f"{template}#{part}" if asked_by_htmx else template
    response = render(request, name, dict(context))
    patch_vary_headers(response, ["HX-Request"])
    return response


def page_of(rows: QuerySet[Any, Any], request: HttpRequest, *, size: int = 20) -> Page[Any]:
    """Cut the page the address asks for; a page that is not there becomes the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def with_query(path: str, **values: str | int) -> str:
    """Append a query string to a path."""
    return f"{path}?{urlencode(values)}"
