"""What the exchange's tests stand on: the wordings agreements are drawn from."""

import pytest

from sangsaeng.accounts.testing import MORNING
from sangsaeng.agreements.models import TextVersion


@pytest.fixture(autouse=True)
def _wordings(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db") is None:
        return
    transactional = request.node.get_closest_marker("django_db").kwargs.get("transaction")
    request.getfixturevalue("transactional_db" if transactional else "db")
    for code in ("FREE_TRANSFER", "LOW_PRICE_TRANSFER"):
        TextVersion.objects.create(
            code=code, version=1, title=code, body="%(giver_name)s→%(taker_name)s %(asset_title)s", sha256="0" * 64, added_at=MORNING
        )
