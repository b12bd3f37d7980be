"""What every test stands on: a running database, Korean, and an empty job queue."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import settings

from sangsaeng.config.places import Unusable
from sangsaeng.config.postgres import ensure_running
from sangsaeng.kernel import clock

settings.register_profile("ci", max_examples=50, deadline=None)
settings.load_profile("ci")
DAY = 86_400.0


def pytest_configure() -> None:
    """Start the database in each process; the first to start and the last to end hold it."""
    try:
        ensure_running()
    except Unusable as reason:
        pytest.exit(str(reason), returncode=1)


@pytest.fixture(autouse=True)
def _unshifted() -> None:
    """Let no test pay for asking how far the clock is shifted; ``shift_to`` asks anew."""
    known = (time.monotonic() + DAY, timedelta(0))
    clock._known = known  # noqa: SLF001 - what a process learns, a test presumes


@pytest.fixture(autouse=True)
def _korean() -> Iterator[None]:
    with translation.override("ko"):
        yield


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the job queue: its tables have no models, so the flush passes them by."""
    yield
    marked = request.node.get_closest_marker("django_db")
    commits = marked is not None and (
        marked.kwargs.get("transaction") or marked.args[:1] == (True,)
    )
    if not commits and "transactional_db" not in request.fixturenames:
        return
    with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")
