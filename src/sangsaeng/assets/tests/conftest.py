"""What the exchange's tests stand on: the wordings agreements are drawn from."""

import pytest

from sangsaeng.accounts.testing import MORNING
from sangsaeng.agreements.actions import load_text_versions


@pytest.fixture(autouse=True)
def _wordings(request: pytest.FixtureRequest) -> None:
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    load_text_versions(at=MORNING)
