"""Somebody who owns the database changes the trail: the seals tell where."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sangsaeng.audit.models import AuditLine, AuditSeal, SealedLine
from sangsaeng.methods import merkle

pytestmark = pytest.mark.django_db(transaction=True)
Write = Callable[[int], list[AuditLine]]
Seal = Callable[[], AuditSeal | None]


@contextmanager
def triggers_off() -> Iterator[None]:
    """Act as a superuser who turned the guards off."""
    tables = ("audit_auditline", "audit_auditseal", "audit_sealedline")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


@pytest.fixture
def sealed(write: Write, seal: Seal) -> list[AuditLine]:
    """Two seals: of lines 0–2 and of lines 3–4."""
    lines = write(3)
    seal()
    lines += write(2)
    seal()
    return lines


def seal_number(place: int) -> int:
    return AuditSeal.objects.order_by("pk")[place].pk


def fault() -> str:
    with pytest.raises(CommandError) as refused:
        call_command("audit", "verify")
    return str(refused.value)


def test_verify_of_a_whole_trail_counts_lines_and_seals(sealed: list[AuditLine]) -> None:
    said = StringIO()

    call_command("audit", "verify", stdout=said)

    assert said.getvalue() == f"ok {len(sealed)} lines, 2 seals\n"


def test_verify_of_an_empty_trail_is_ok() -> None:
    said = StringIO()

    call_command("audit", "verify", stdout=said)

    assert said.getvalue() == "ok 0 lines, 0 seals\n"


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "thing.undone"},
        {"facts": {"n": 99}},
        {"actor": None},
        {"subject_id": 4711},
        {"subject_type": "accounts.other"},
        {"at": "2014-10-02T03:00:01Z"},
    ],
)
def test_verify_names_a_changed_line(sealed: list[AuditLine], change: dict[str, object]) -> None:
    with triggers_off():
        AuditLine.objects.filter(pk=sealed[1].pk).update(**change)

    assert fault() == f"line {sealed[1].pk} was changed after seal {seal_number(0)}"


def test_verify_names_a_changed_line_of_a_later_seal(sealed: list[AuditLine]) -> None:
    with triggers_off():
        AuditLine.objects.filter(pk=sealed[4].pk).update(verb="thing.undone")

    assert fault() == f"line {sealed[4].pk} was changed after seal {seal_number(1)}"


def test_verify_finds_a_line_changed_together_with_its_leaf(sealed: list[AuditLine]) -> None:
    with triggers_off():
        AuditLine.objects.filter(pk=sealed[1].pk).update(verb="thing.undone")
        leaf = AuditLine.objects.get(pk=sealed[1].pk).leaf
        SealedLine.objects.filter(line=sealed[1]).update(leaf_hash=merkle.leaf_hash(leaf))

    assert fault() == f"seal {seal_number(0)}: its lines do not make its root"


def test_verify_finds_a_removed_line_in_the_middle(sealed: list[AuditLine]) -> None:
    with triggers_off():
        SealedLine.objects.filter(line=sealed[1]).delete()
        AuditLine.objects.filter(pk=sealed[1].pk).delete()

    assert fault() == f"seal {seal_number(0)}: line at position 1 is missing"


def test_verify_finds_a_line_removed_from_the_end_of_a_seal(sealed: list[AuditLine]) -> None:
    with triggers_off():
        SealedLine.objects.filter(line=sealed[2]).delete()
        AuditLine.objects.filter(pk=sealed[2].pk).delete()

    seal = seal_number(0)
    assert fault() == f"seal {seal}: 3 lines were sealed, 2 are there"


def test_verify_finds_a_line_removed_without_its_place(sealed: list[AuditLine]) -> None:
    """The database's own keys are off too: the place in the seal points nowhere."""
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditline WHERE id = %s", [sealed[1].pk])

    assert fault() == f"seal {seal_number(0)}: line at position 1 is missing"


def test_verify_finds_a_place_taken_out_of_its_seal(sealed: list[AuditLine]) -> None:
    with triggers_off():
        SealedLine.objects.filter(line=sealed[0]).delete()

    assert fault() == f"seal {seal_number(0)}: line at position 0 is missing"


@pytest.mark.parametrize("column", ["root", "chained"])
def test_verify_finds_a_changed_seal(sealed: list[AuditLine], column: str) -> None:
    assert sealed
    first = seal_number(0)
    with triggers_off():
        AuditSeal.objects.filter(pk=first).update(**{column: bytes(32)})

    assert fault().startswith(f"seal {first}: ")


def remove_with_its_lines(seal: AuditSeal) -> None:
    lines = list(seal.members.values_list("line_id", flat=True))
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_sealedline WHERE seal_id = %s", [seal.pk])
        cursor.execute("DELETE FROM audit_auditline WHERE id = ANY(%s)", [lines])
        cursor.execute("DELETE FROM audit_auditseal WHERE id = %s", [seal.pk])


def test_verify_finds_a_removed_seal(sealed: list[AuditLine]) -> None:
    assert sealed
    first, second = AuditSeal.objects.order_by("pk")

    remove_with_its_lines(first)

    assert fault() == f"seal {second.pk} does not follow the seal before it"


def test_verify_cannot_miss_the_newest_seal_when_all_of_it_is_gone(
    sealed: list[AuditLine],
) -> None:
    """The limit of a chain kept in one place: nothing follows its last link."""
    said = StringIO()

    remove_with_its_lines(AuditSeal.objects.order_by("pk")[1])
    call_command("audit", "verify", stdout=said)

    assert said.getvalue() == f"ok {len(sealed) - 2} lines, 1 seals\n"


def test_verify_tells_of_lines_that_wait_for_their_seal(
    sealed: list[AuditLine], write: Write
) -> None:
    write(1)
    said, noted = StringIO(), StringIO()

    call_command("audit", "verify", stdout=said, stderr=noted, no_color=True)

    assert said.getvalue() == f"ok {len(sealed) + 1} lines, 2 seals\n"
    assert noted.getvalue() == "1 lines are waiting for the next seal\n"
