"""A trail to seal, and somebody it is about."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection

from sangsaeng.audit.actions import record, seal_lines
from sangsaeng.audit.models import AuditLine, AuditSeal

NOON = datetime(2014, 10, 2, 3, 0, tzinfo=UTC)
PATIENCE = 60


@pytest.fixture
def person() -> AbstractBaseUser:
    user = get_user_model()(email="auditee@centre.example", name="이도윤")
    user.save()
    return user


@pytest.fixture
def write(person: AbstractBaseUser) -> Callable[[int], list[AuditLine]]:
    """Write some lines, each in a transaction of its own."""

    def lines(count: int) -> list[AuditLine]:
        return [record("thing.done", on=person, by=person, at=NOON, n=n) for n in range(count)]

    return lines


@pytest.fixture
def seal() -> Callable[[], AuditSeal | None]:
    """Seal once what was running on this server before has ended.

    Transaction numbers are the server's, not the database's: tests of other
    processes on it hold sealing up, as they should.
    """

    def settled() -> AuditSeal | None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
            everything = cursor.fetchone()[0]
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
                if cursor.fetchone()[0] >= everything:
                    break
                threading.Event().wait(0.02)
        return seal_lines(at=NOON)

    return settled
