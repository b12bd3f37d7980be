"""What the API's tests stand on: a morning of 2014, the wordings, a store of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from sangsaeng.accounts.testing import MORNING
from sangsaeng.files.testing import stores_in
from sangsaeng.kernel import clock


@pytest.fixture(autouse=True)
def _a_morning_of_2014(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.STORAGES = stores_in(tmp_path)
    with clock.held_at(MORNING):
        yield
