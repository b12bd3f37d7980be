"""What the exchange's tests stand on: the wordings agreements are drawn from, a day, an owner."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from sangsaeng.accounts.testing import MORNING
from sangsaeng.agreements.actions import load_text_versions
from sangsaeng.files.testing import stores_in
from sangsaeng.kernel.clock import held_at
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_large_company


@pytest.fixture(autouse=True)
def _wordings(request: pytest.FixtureRequest) -> None:
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    load_text_versions(at=MORNING)


@pytest.fixture
def morning(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Stand at ``MORNING``, with a file store of the test's own."""
    settings.STORAGES = stores_in(tmp_path)
    with held_at(MORNING):
        yield


@pytest.fixture
def owner() -> Organization:
    return make_large_company()
