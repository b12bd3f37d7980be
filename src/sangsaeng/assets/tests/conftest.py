"""What the exchange's tests stand on: the wordings agreements are drawn from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sangsaeng.accounts.testing import MORNING
from sangsaeng.agreements.actions import load_text_versions
from sangsaeng.files.testing import stores_in
from sangsaeng.kernel.clock import held_at


@pytest.fixture(autouse=True)
def _wordings(request: pytest.FixtureRequest) -> None:
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    load_text_versions(at=MORNING)


@pytest.fixture
def morning(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Stand at ``MORNING``, with a store of files of one's own."""
    settings.STORAGES = stores_in(tmp_path)
    with held_at(MORNING):
        yield
