"""Files of these tests lie in folders of their own; pages stand on the demo's morning."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from sangsaeng.accounts.testing import MORNING
from sangsaeng.files.testing import stores_in
from sangsaeng.kernel import clock


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, settings: Settings) -> None:
    settings.STORAGES = stores_in(tmp_path)


@pytest.fixture(autouse=True)
def _on_the_morning() -> Iterator[None]:
    with clock.held_at(MORNING):
        yield
