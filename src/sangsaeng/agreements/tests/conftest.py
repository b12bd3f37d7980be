"""What the agreements' tests stand on: a store of files of each test's own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from sangsaeng.files.testing import stores_in


@pytest.fixture(autouse=True)
def _own_store(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = stores_in(tmp_path)
