"""Who may do what: every page and every route of the API, for each of ten visitors (I14)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from sangsaeng.accounts.actions import create_token
from sangsaeng.accounts.testing import MORNING
from sangsaeng.files.testing import stores_in
from sangsaeng.kernel import clock
from sangsaeng.organizations.models import Membership
from tests.rights.people import SECRETS, VISITORS, World, make_world
from tests.rights.table import METHODS, Row, api_routes, read_table, routes
from tests.rights.visits import TURNED_AWAY, Visit, visited

# What the API's writes need to be heard at all; pages are sent an empty form.
BODIES: Final = {
    "api:ask": {"quantity": 1, "purpose": "시험 생산에 씁니다."},
    "api:decline": {"reason": "공간이 없습니다."},
}
# Who writes nothing but what is their own: the inbox, the consents, the profile, the keys.
READERS: Final = frozenset({"nobody", "stranger", "board", "auditor"})
THEIR_OWN: Final = frozenset(
    {"accounts_user", "accounts_consent", "accounts_apitoken", "notices_notice", "audit_auditline"}
)
# An invitation says to whoever holds its link whom it is for.
TOLD_BY_THE_LINK: Final = "organizations:join"
# Lists, searches and counts, beside the pages of the table.
LISTS: Final = (
    "/",
    "/desk/",
    "/exchange/",
    "/exchange/?q=초음파세척기",
    "/exchange/?q=레이저가공기",
    "/requests/?state=reserve",
    "/assets/?q=측정기",
    "/organizations/?words=한정공",
    "/api/v1/assets/offers?limit=100",
    "/api/v1/assets/offers?q=초음파세척기",
    "/api/v1/assets/offers?q=레이저가공기",
    "/api/v1/assets/offers?tier=me",
)


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser that is signed in and a token for the API."""

    name: str
    browser: Client
    headers: dict[str, str]

    def call(self, row: Row, path: str) -> Callable[[], Any]:
        if not row.route.startswith("api:"):
            return lambda: self.browser.generic(row.method, path)
        body, kind = BODIES.get(row.route), "application/json"
        if row.method == "GET":
            return lambda: Client().get(path, headers=self.headers)
        return lambda: Client().post(path, body, content_type=kind, headers=self.headers)

    def read(self, path: str) -> Any:
        if path.startswith("/api/"):
            return Client().get(path, headers=self.headers)
        return self.browser.get(path)


@pytest.fixture
def world(db: None, settings: Settings, tmp_path: Path) -> Iterator[World]:  # noqa: ARG001 - it opens the database
    settings.STORAGES = stores_in(tmp_path)
    with clock.held_at(MORNING):
        yield make_world()


def visitors_of(world: World) -> list[Visitor]:
    found = []
    for name in VISITORS:
        user, browser, headers = world.people[name], Client(), {}
        if user:
            browser.force_login(user)
            _token, key = create_token(user, by=None, at=MORNING)
            headers = {"Authorization": f"Bearer {key}"}
        found.append(Visitor(name, browser, headers))
    return found


def path_of(row: Row, world: World) -> str:
    try:
        return reverse(row.route, args=world.things[row.thing])
    except NoReverseMatch:
        return f"/{row.route}"


def test_every_address_has_its_row() -> None:
    assert {row.route for row in read_table()} ^ routes() == set()


def test_every_operation_of_the_api_has_its_row() -> None:
    described = {"api:openapi-json", "api:api-root"}
    listed = {(row.route, row.method) for row in read_table() if row.route.startswith("api:")}

    assert {row for row in listed if row[0] not in described} ^ api_routes() == set()


def test_each_visitor_is_answered_as_the_table_says(world: World) -> None:
    visitors, wrong = visitors_of(world), []

    for row in read_table():
        path = path_of(row, world)
        for visitor, word in zip(visitors, row.words, strict=True):
            visit = visited(visitor.call(row, path))
            found = [*faults(visit, word, visitor), *told(visit, row, visitor)]
            wrong += [f"{row}, {visitor.name}: {fault}" for fault in found]

    assert wrong == []


def faults(visit: Visit, word: str, visitor: Visitor) -> Iterator[str]:
    if visit.word != word:
        yield f"{visit.word} instead of {word}"
    if visitor.name in READERS or visit.word in TURNED_AWAY:
        allowed = frozenset() if visit.word in TURNED_AWAY else THEIR_OWN
        yield from (f"writes {table}" for table in sorted(visit.written - allowed))


def told(visit: Visit, row: Row, visitor: Visitor) -> list[str]:
    if row.route == TOLD_BY_THE_LINK:
        return []
    return [f"reads {secret}" for secret in overheard(visit.body, visitor)]


def overheard(body: str, visitor: Visitor) -> list[str]:
    return [word for word, who in SECRETS.items() if word in body and visitor.name not in who]


def test_an_auditor_who_acts_for_a_company_too_still_writes_nothing(world: World) -> None:
    auditor = visitors_of(world)[-1]
    Membership.objects.create(
        user=world.person("auditor"), organization=world.owner, started_at=MORNING
    )

    answers = {
        str(row): visited(auditor.call(row, path_of(row, world))).word
        for row in read_table()
        if row.method == "POST" and row.route.startswith(("assets:", "organizations:"))
        if row.route != TOLD_BY_THE_LINK
    }

    assert {row: word for row, word in answers.items() if word not in {"no", "hidden"}} == {}


def test_a_method_without_a_row_is_not_taken(world: World) -> None:
    rows, visitors = read_table(), visitors_of(world)
    taken = {(row.route, row.method) for row in rows}
    missing = {
        (path_of(row, world), method): row
        for row in rows
        for method in METHODS
        if (row.route, method) not in taken
    }

    found = {
        (str(row), method, visitor.name): word
        for (path, method), row in missing.items()
        for visitor in (visitors[0], visitors[2])
        for word in [visited(visitor.call(Row(row.route, "", method, ()), path)).word]
    }

    assert {key: word for key, word in found.items() if word not in {"405", "login"}} == {}
    assert {key for key, word in found.items() if key[2] == "owner" and word == "login"} == set()


def test_what_is_hidden_is_in_no_list_no_search_and_no_count(world: World) -> None:
    counted = {}
    read = []

    for visitor in visitors_of(world):
        pages = {path: visitor.read(path) for path in LISTS}
        read += [
            (visitor.name, path, word)
            for path, page in pages.items()
            for word in overheard(page.content.decode(), visitor)
        ]
        by_api = pages["/api/v1/assets/offers?limit=100"].json()
        counted[visitor.name] = (
            pages["/exchange/"].context["listing"].count,
            by_api["count"],
            len(by_api["items"]),
        )

    public, partners = counted["nobody"], counted["asker"]
    assert read == []
    assert [count + 1 for count in public] == list(partners)
    assert counted == {
        name: partners if name in {"owner", "asker", "officer", "head", "auditor"} else public
        for name in VISITORS
    }
