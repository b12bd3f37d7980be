"""The table of rights, and every address there is to hold against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from sangsaeng.api.urls import api
from tests.rights.people import VISITORS
from tests.rights.visits import WORDS

TABLE: Final = Path(__file__).with_name("table.txt")
# Pages of the library that signs people in: one page stands for each group.
SIGN_IN: Final = {"account": "account_login", "mfa": "mfa_index"}
METHODS: Final = ("GET", "POST")


@dataclass(frozen=True)
class Row:
    """What each visitor is answered at one address about one thing."""

    route: str
    thing: str
    method: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.route} ({self.thing})"


def read_table() -> list[Row]:
    """Read the table; a section gives the namespace of the names below it."""
    rows: list[Row] = []
    prefix = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            prefix = "" if section == "site" else f"{section}:"
        elif line and not line.startswith("#"):
            name, thing, method, *words = line.split()
            rows.append(Row(prefix + name, thing, method, _for_all(words)))
    return rows


def _for_all(words: list[str]) -> tuple[str, ...]:
    assert set(words) <= {*WORDS.values(), "login", "moved"}, words
    assert len(words) <= len(VISITORS), words
    return (*words, *words[-1:] * (len(VISITORS) - len(words)))


def routes() -> set[str]:
    """Name every address of the site; what has no name goes by its path."""
    return {_of_its_group(name) for name in _names(get_resolver().url_patterns) if name}


def api_routes() -> set[tuple[str, str]]:
    """Name every operation of the API with its method."""
    return {
        (f"api:{operation.view_func.__name__}", method)
        for _prefix, router in api._routers  # noqa: SLF001 - ninja lists them nowhere else
        for view in router.path_operations.values()
        for operation in view.operations
        for method in operation.methods
    }


def _names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _names(pattern.url_patterns, namespace + inner)
        elif pattern.name:
            yield namespace + pattern.name
        else:
            yield str(pattern.pattern)


def _of_its_group(name: str) -> str:
    return SIGN_IN.get(name.partition("_")[0], name)
