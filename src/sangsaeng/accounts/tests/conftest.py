"""Where sign-in leads while these tests run."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _pages(settings: Any) -> None:
    """Lead to pages of our own: the portal stands above us."""
    settings.LOGIN_REDIRECT_URL = "/me/"
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
