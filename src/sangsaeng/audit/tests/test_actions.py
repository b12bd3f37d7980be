"""Lines that stay, and seals that take only what is complete."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django import app

from sangsaeng.audit import jobs
from sangsaeng.audit.actions import record, seal_lines
from sangsaeng.audit.models import AuditLine, AuditSeal, SealedLine
from sangsaeng.audit.queries import Verification, lines_about, verify_trail
from sangsaeng.audit.tests.conftest import NOON

Write = Callable[[int], list[AuditLine]]
Seal = Callable[[], AuditSeal | None]
TABLES = ["audit_auditline", "audit_auditseal", "audit_sealedline"]


@pytest.mark.django_db
def test_record_keeps_who_did_what_to_which_row(person: AbstractBaseUser) -> None:
    line = record("thing.done", on=person, by=None, at=NOON, price=120_000_000)

    assert list(lines_about(person)) == [line]
    assert (line.actor_id, line.verb, line.at) == (None, "thing.done", NOON)
    assert (line.subject_type, line.subject_id) == ("accounts.user", person.pk)
    assert line.facts == {"price": 120_000_000}


@pytest.mark.django_db
def test_a_line_goes_with_the_write_it_tells_of(person: AbstractBaseUser) -> None:
    with transaction.atomic():
        record("thing.done", on=person, by=person, at=NOON)
        transaction.set_rollback(True)

    assert not AuditLine.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_trail(
    write: Write, seal: Seal, table: str, change: str
) -> None:
    write(2)
    seal()
    before = [model.objects.count() for model in (AuditLine, AuditSeal, SealedLine)]

    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(change.format(table))

    after = [model.objects.count() for model in (AuditLine, AuditSeal, SealedLine)]
    assert before == after == [2, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_seals_chain_and_take_each_line_once(write: Write, seal: Seal) -> None:
    first_lines = write(3)
    first = seal()
    second_lines = write(2)
    second = seal()

    assert first
    assert second
    assert second.previous == first
    assert list(first.members.order_by("position").values_list("line", flat=True)) == [
        line.pk for line in first_lines
    ]
    assert list(second.members.order_by("position").values_list("line", flat=True)) == [
        line.pk for line in second_lines
    ]
    assert seal() is None
    assert verify_trail() == Verification(lines=5, seals=2, unsealed=0)


@contextmanager
def line_in_an_open_transaction(person: AbstractBaseUser) -> Iterator[AuditLine]:
    """Write a line on a connection of its own; it is committed when the block ends."""
    written, may_commit = threading.Event(), threading.Event()
    lines: list[AuditLine] = []

    def run() -> None:
        try:
            with transaction.atomic():
                lines.append(record("thing.slow", on=person, by=person, at=NOON))
                written.set()
                may_commit.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    written.wait(60)
    try:
        yield lines[0]
    finally:
        may_commit.set()
        thread.join(60)


@pytest.mark.django_db(transaction=True)
def test_a_line_of_a_running_transaction_waits_for_the_next_seal(
    person: AbstractBaseUser, write: Write, seal: Seal
) -> None:
    """Its number is lower than that of a line committed before it, which waits too."""
    write(1)
    first = seal()

    with line_in_an_open_transaction(person) as late:
        (quick,) = write(1)
        during = seal_lines(at=NOON)
        checked = verify_trail()
    second = seal()

    assert late.pk < quick.pk
    assert during is None
    assert checked == Verification(lines=2, seals=1, unsealed=1)
    assert second
    assert second.previous == first
    assert list(second.members.order_by("position").values_list("line", flat=True)) == [
        late.pk,
        quick.pk,
    ]
    assert verify_trail() == Verification(lines=3, seals=2, unsealed=0)


@pytest.mark.django_db(transaction=True)
def test_a_line_behind_a_sealed_one_is_sealed_next_and_is_no_fault(
    person: AbstractBaseUser, write: Write, seal: Seal
) -> None:
    """The number is taken first, the transaction starts only after the seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('audit_auditline', 'id'))")
        early = cursor.fetchone()[0]
    write(2)
    first = seal()
    AuditLine.objects.create(
        pk=early, at=NOON, verb="thing.late", subject_type="accounts.user", subject_id=person.pk
    )
    between = verify_trail()
    second = seal()

    assert first
    assert second
    assert list(second.members.values_list("line", flat=True)) == [early]
    assert between == Verification(lines=3, seals=1, unsealed=1)
    assert verify_trail() == Verification(lines=3, seals=2, unsealed=0)


@pytest.mark.django_db(transaction=True)
def test_sealers_at_the_same_moment_seal_nothing_twice(write: Write, seal: Seal) -> None:
    write(40)
    start = threading.Barrier(6)

    def run(_number: int) -> int:
        try:
            start.wait(60)
            made = seal_lines(at=NOON)
            return made.lines if made else 0
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        taken = sum(pool.map(run, range(6)))
    rest = seal()

    assert taken + (rest.lines if rest else 0) == 40
    assert SealedLine.objects.count() == 40
    assert verify_trail().fault == ""
    assert AuditSeal.objects.filter(previous=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_job_seals_batch_after_batch(
    write: Write, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(1)
    seal()
    write(5)
    monkeypatch.setattr("sangsaeng.audit.actions.LARGEST_BATCH", 2)
    first = seal()

    jobs.seal(timestamp=0)

    assert first
    assert [made.lines for made in AuditSeal.objects.order_by("pk")] == [1, 2, 2, 1]
    assert verify_trail() == Verification(lines=6, seals=4, unsealed=0)


def test_the_job_is_known_to_the_worker_and_runs_by_itself() -> None:
    assert jobs.seal.name == "sangsaeng.audit.jobs.seal"
    assert ("sangsaeng.audit.jobs.seal", "*/5 * * * *") in {
        (entry.task.name, entry.cron) for entry in app.periodic_registry.periodic_tasks.values()
    }
