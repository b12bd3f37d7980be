"""Browser journeys: a real server, a real Chromium, the business clock on a day of 2014."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from tools import chromium

from sangsaeng.accounts.testing import MORNING
from sangsaeng.agreements.actions import load_text_versions
from sangsaeng.files.testing import stores_in
from sangsaeng.kernel import clock
from tests.browser.visitor import Visitor

SIZES = {"ko": (1280, 800), "en": (390, 844)}
LOCALES = {"ko": "ko-KR", "en": "en-US"}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

Enter = Callable[..., Visitor]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = chromium.find()
    if found is None:
        pytest.skip("No Chromium found (see tools/chromium.py).")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread, which only waits.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        running = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def day(
    transactional_db: None,  # noqa: ARG001 - the server reads what the test commits
    settings: Settings,
    tmp_path: Path,
) -> Iterator[None]:
    """Stand on the morning of 2 October 2014 with the texts of agreements at hand."""
    settings.STORAGES = stores_in(tmp_path)
    clock.shift_to(MORNING)
    load_text_versions(at=MORNING)
    yield
    clock.forget()


@pytest.fixture
def enter(
    day: None,  # noqa: ARG001 - whoever enters enters on it
    browser: Browser,
    live_server: LiveServer,
) -> Iterator[Enter]:
    """Let people in, each with a window of their own; at the end nothing may have gone wrong."""
    visitors: list[Visitor] = []

    def let_in(name: str, language: str = "ko", *, scripts: bool = True) -> Visitor:
        width, height = SIZES[language]
        context = browser.new_context(
            base_url=live_server.url,
            locale=LOCALES[language],
            timezone_id="Asia/Seoul",
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        visitors.append(Visitor(context, name, language, scripts))
        return visitors[-1]

    yield let_in
    for visitor in visitors:
        visitor.context.close()
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def work_off() -> Callable[[], None]:
    """Do every job that waits, and those they queue, as the worker would."""
    done: set[int] = set()

    def work() -> None:
        while waiting := list(ProcrastinateJob.objects.exclude(pk__in=done).order_by("pk")):
            for job in waiting:
                app.tasks[job.task_name](**job.args)
                done.add(job.pk)

    return work
