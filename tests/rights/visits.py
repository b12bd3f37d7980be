"""One visit: what was answered in one word, what could be read, what was written."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.shortcuts import resolve_url

WORDS: Final = {
    200: "ok",
    201: "ok",
    401: "token",
    403: "no",
    404: "hidden",
    405: "405",
    409: "refused",
    422: "refused",
}
# Whoever got one of these answers changed nothing.
TURNED_AWAY: Final = frozenset({"login", "token", "no", "hidden", "405", "refused"})
WRITTEN: Final = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
# What keeps a browser signed in is nobody's business data.
OF_THE_BROWSER: Final = frozenset({"django_session", "django_cache"})


@dataclass(frozen=True)
class Visit:
    """What came of it."""

    word: str
    body: str
    written: frozenset[str]


def visited(call: Callable[[], Any]) -> Visit:
    """Make a request, note what it wrote, and undo it: each visit finds the same world."""
    with transaction.atomic(), _writes() as written:
        response = call()
        visit = Visit(word_for(response), _body(response), frozenset(written - OF_THE_BROWSER))
        transaction.set_rollback(True)
    return visit


def word_for(response: Any) -> str:
    if response.status_code in WORDS:
        return WORDS[response.status_code]
    assert response.status_code == 302, response.status_code
    return "login" if response["Location"].startswith(resolve_url(settings.LOGIN_URL)) else "moved"


def _body(response: Any) -> str:
    content: bytes = b"".join(response) if response.streaming else response.content
    return content.decode(errors="replace")


@contextmanager
def _writes() -> Iterator[set[str]]:
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if found := WRITTEN.match(sql):
            tables.add(found[1])
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        yield tables
