"""The one clock of the business; the demo may shift it to a day of 2014.

Only the edge (views, jobs, commands) reads it; actions take ``at``. Sessions,
signed links and TOTP stay on real time.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

from sangsaeng.kernel.models import ClockShift

# The shift changes only when a demo is filled: each process asks again this often.
REREAD_SECONDS = 5.0

_held: ContextVar[datetime | None] = ContextVar("held", default=None)
_known: tuple[float, timedelta] | None = None


def now() -> datetime:
    """Return the present moment of the business."""
    return _held.get() or timezone.now() + offset()  # noqa: TID251 - the one place that reads it


def today() -> date:
    """Return the present day in Korea."""
    return timezone.localdate(now())


def offset() -> timedelta:
    """Return how far the business clock runs from real time (zero outside a demo)."""
    global _known  # noqa: PLW0603 - a cache of one value for the process
    if _known is None or time.monotonic() - _known[0] > REREAD_SECONDS:
        shift = ClockShift.objects.first()
        _known = (time.monotonic(), shift.offset if shift else timedelta(0))
    return _known[1]


def shift_to(moment: datetime) -> None:
    """Make ``moment`` the present for every process on this database."""
    ClockShift.objects.update_or_create(
        defaults={"offset": moment - timezone.now()}  # noqa: TID251 - measured against real time
    )
    forget()


def forget() -> None:
    """Read the shift anew at the next question (tests roll the row back)."""
    global _known  # noqa: PLW0603 - a cache of one value for the process
    _known = None


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Let this thread stand at ``moment``: the demo replays a year with it, tests any day."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
