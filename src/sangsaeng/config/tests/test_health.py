"""What a machine that asks is told."""

import json

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import RequestFactory

from sangsaeng.config import health


def test_healthz_needs_no_database(rf: RequestFactory) -> None:
    answer = health.healthz(rf.get("/healthz"))

    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_is_ready_when_all_parts_are(rf: RequestFactory) -> None:
    answer = health.readyz(rf.get("/readyz"))

    assert answer.status_code == 200
    assert json.loads(answer.content) == {"database": True, "migrations": True, "jobs": True}


@pytest.mark.django_db
def test_readyz_names_what_is_not_ready_and_does_not_remember_it(rf: RequestFactory) -> None:
    health.is_migrated.cache_clear()
    applied = MigrationRecorder.Migration.objects.filter(app="audit").order_by("-pk").first()
    assert applied is not None
    applied.delete()

    behind = health.readyz(rf.get("/readyz"))
    applied.save()
    after = health.readyz(rf.get("/readyz"))

    assert behind.status_code == 503
    assert json.loads(behind.content) == {"database": True, "migrations": False, "jobs": False}
    assert after.status_code == 200


@pytest.mark.django_db
def test_readyz_says_so_without_a_job_queue(rf: RequestFactory) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs RENAME TO elsewhere")

    answer = health.readyz(rf.get("/readyz"))

    assert answer.status_code == 503
    assert json.loads(answer.content) == {"database": True, "migrations": True, "jobs": False}
