"""`sangsaeng load_texts`."""

from io import StringIO

import pytest
from django.core.management import call_command

from sangsaeng.accounts.testing import MORNING
from sangsaeng.agreements.models import TextVersion
from sangsaeng.kernel import clock


@pytest.mark.django_db
def test_load_texts_names_what_it_added_and_adds_nothing_twice() -> None:
    out = StringIO()

    with clock.held_at(MORNING):
        call_command("load_texts", stdout=out)
        call_command("load_texts", stdout=out)

    assert out.getvalue().splitlines() == ["FREE_TRANSFER v1", "LOW_PRICE_TRANSFER v1"]
    assert set(TextVersion.objects.values_list("added_at", flat=True)) == {MORNING}
