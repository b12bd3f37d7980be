"""Filling an empty database with the year 2014."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils.translation import override

from sangsaeng.agreements.actions import load_text_versions
from sangsaeng.assets.models import Offer
from sangsaeng.audit.actions import seal_lines
from sangsaeng.demo import opening, story
from sangsaeng.demo.days import PRESENT, day
from sangsaeng.demo.marker import mark_filled
from sangsaeng.demo.queue import do_queued_jobs, empty_queue
from sangsaeng.demo.telling import tell
from sangsaeng.kernel import clock
from sangsaeng.kernel.search import refresh_statistics
from sangsaeng.notices.actions import mark_read
from sangsaeng.notices.models import Notice
from sangsaeng.organizations.actions import announce_ending_certificates

# Until then everybody has read what they were told.
LAST_READ = day(9, 29, 9)
Say = Callable[[str], object]


def empty_database() -> None:
    """Take everything out, queued jobs and remembered sign-ins too."""
    empty_queue()
    call_command("flush", interactive=False, verbosity=0)
    cache.clear()
    clock.forget()


def fill(*, small: bool, say: Say) -> None:
    """Replay the year into an empty database; a line is said before every long step."""
    # First: so a demo that was broken off is known for one, and a worker that runs sees 2014.
    clock.shift_to(PRESENT)
    with _mails_nowhere(), _commits_unwaited(), override("ko"):
        load_text_versions(at=day(1, 2, 9))
        say("사람과 기업 / People and firms")
        stage = opening.staff_up()
        opening.enter_companies(stage)
        opening.register_firms(stage)
        opening.tie_partners(stage)
        say("자산대장 / Ledgers")
        opening.read_ledgers(stage)
        say("거래장터 / The exchange")
        tell(stage, story.SMALL if small else story.FULL)
        announce_ending_certificates(on=PRESENT.date(), at=PRESENT)
        say("알림과 서류 / Notices and papers")
        with clock.held_at(PRESENT):
            do_queued_jobs()
        for notice in Notice.objects.filter(created_at__lt=LAST_READ):
            mark_read(notice, at=LAST_READ)
        mark_filled(stage.officer)
    seal_lines(at=PRESENT)
    refresh_statistics(Offer)
    clock.shift_to(PRESENT)


@contextmanager
def _mails_nowhere() -> Iterator[None]:
    """Let the mails of a whole year be sent to nobody."""
    real = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = real


@contextmanager
def _commits_unwaited() -> Iterator[None]:
    """Let the disk follow at its own pace: a power cut costs the demo, which is filled anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
        try:
            yield
        finally:
            cursor.execute("RESET synchronous_commit")
