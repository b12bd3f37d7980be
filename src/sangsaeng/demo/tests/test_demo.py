"""The small demo fills once, is kept, and its figures follow from its evidence."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from sangsaeng.accounts.models import User
from sangsaeng.accounts.queries import totp_code_now
from sangsaeng.accounts.testing import make_user
from sangsaeng.agreements.models import Agreement
from sangsaeng.assets.choices import OfferState, RequestState
from sangsaeng.assets.models import HandOver, LedgerImport, Offer, Request
from sangsaeng.audit.models import AuditLine
from sangsaeng.audit.queries import verify_trail
from sangsaeng.demo import cast
from sangsaeng.demo.days import PRESENT, day
from sangsaeng.demo.marker import FILLED
from sangsaeng.files.testing import stores_in
from sangsaeng.kernel import clock
from sangsaeng.organizations.models import Registration
from sangsaeng.planning.indicators.verification import verify_scorecard
from sangsaeng.planning.queries import plan_of


@pytest.fixture
def _elsewhere(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Keep the files in the test's own folder, and read the shift of the clock anew."""
    settings.STORAGES = stores_in(tmp_path)
    clock.forget()
    yield
    clock.forget()


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", "--no-serve", *arguments, stdout=out)
    return out.getvalue()


def figures() -> dict[str, Any]:
    out = StringIO()
    call_command("scorecard", "2014", "--json", stdout=out)
    body: dict[str, Any] = json.loads(out.getvalue())
    return body


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_elsewhere")
def test_small_demo_tells_its_story_proves_it_and_is_kept() -> None:
    said = run("--small")

    assert cast.PASSWORD in said
    assert all(member.email in said for member in cast.STAFF)
    assert abs((clock.now() - PRESENT).total_seconds()) < 60
    # Six hand-overs that both sides confirmed, to five firms.
    received = HandOver.objects.confirmed_by_both()
    assert (received.count(), received.values("taker").distinct().count()) == (6, 5)
    assert HandOver.objects.delivered().count() == 7
    effective = Agreement.objects.exclude(effective_at=None)
    assert (effective.count(), effective.exclude(paper=None).count()) == (7, 7)
    assert _states(Request, "state") == {
        RequestState.RECEIVED: 6,
        RequestState.ACCEPTED: 5,
        RequestState.AWARDED: 2,
        RequestState.RESERVE: 5,
        RequestState.LAPSED: 1,
        RequestState.NOT_SELECTED: 1,
    }
    assert _states(Offer, "state") == {
        OfferState.COMPLETED: 6,
        OfferState.PUBLISHED: 11,
        OfferState.CLOSED: 1,
    }
    assert list(Registration.objects.waiting().values_list("name", flat=True)) == ["푸른솔기전"]
    refused = LedgerImport.objects.get(file_name="garam.csv").report["refused"]
    assert [row["code"] for row in refused] == ["DATE_IMPOSSIBLE", "MONEY_UNREADABLE"]
    # Lines wait unsealed while any other transaction of the server runs.
    assert verify_trail().fault == ""
    proof = verify_scorecard(plan_of(2014))
    assert (proof.targets, proof.rows) == (2, 12)
    assert _jobs() == 0

    lines, shown = AuditLine.objects.count(), figures()
    run("--small")

    assert (AuditLine.objects.count(), figures()) == (lines, shown)
    _check_pages()
    _check_fresh(lines)


def _check_pages() -> None:
    officer = User.objects.get(email=cast.STAFF[0].email)
    page = Client().get("/demo/")
    assert page.status_code == 200
    assert totp_code_now(officer) in page.content.decode()
    ledger = Client().get("/demo/ledgers/hanbit.csv")
    assert ledger.content.startswith("\ufeff자산번호".encode())
    assert Client().get("/demo/ledgers/settings.py").status_code == 404


def _check_fresh(lines: int) -> None:
    """Fill anew a demo that somebody played with."""
    make_user(email="guest@firm.example")

    run("--small", "--fresh")

    assert not User.objects.filter(email="guest@firm.example").exists()
    assert AuditLine.objects.count() == lines


def _states(model: type[Request] | type[Offer], column: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in model._default_manager.values_list(column, flat=True):  # noqa: SLF001 - Django's
        found[state] = found.get(state, 0) + 1
    return found


def _jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("fresh", [(), ("--fresh",)])
def test_demo_leaves_a_database_alone_in_which_people_work(fresh: tuple[str, ...]) -> None:
    make_user(email="someone@firm.example")

    with pytest.raises(CommandError, match="People work in this database"):
        run("--small", *fresh)

    assert list(User.objects.values_list("email", flat=True)) == ["someone@firm.example"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize(("shifted", "marked"), [(False, True), (True, False), (False, False)])
def test_pages_exist_only_on_a_filled_demo(*, shifted: bool, marked: bool) -> None:
    if shifted:
        clock.shift_to(PRESENT)
    if marked:
        AuditLine.objects.create(
            at=day(10, 2), verb=FILLED, subject_type="accounts.user", subject_id=1, facts={}
        )

    answers = [Client().get(path).status_code for path in ("/demo/", "/demo/ledgers/nuri.csv")]

    assert answers == [404, 404]
