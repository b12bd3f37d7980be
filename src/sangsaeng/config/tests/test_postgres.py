"""How DATABASE_URL is read."""

import pytest

from sangsaeng.config.places import Unusable
from sangsaeng.config.postgres import database_from_environment


def test_database_url_is_taken_apart() -> None:
    url = "postgresql://user:p%40ss@db.example:5433/centre?sslmode=require"

    found = database_from_environment({"DATABASE_URL": url})

    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "NAME": "centre",
        "USER": "user",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    "url", ["mysql://a:secret@b/c", "postgresql://a:secret@b", "postgresql://a:secret@b:x/c"]
)
def test_database_url_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(Unusable) as refused:
        database_from_environment({"DATABASE_URL": url})

    assert "secret" not in str(refused.value)
