"""What the tests of the actions share: a firm to ask for, a paper, and what came of it."""

from collections.abc import Callable
from datetime import date

import pytest

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import make_user
from sangsaeng.audit.models import AuditLine
from sangsaeng.files.testing import make_pdf_upload
from sangsaeng.kernel.refusals import Refused
from sangsaeng.notices.models import Notice
from sangsaeng.organizations.actions import (
    FirmFacts,
    Paper,
)
from sangsaeng.organizations.choices import Region, Size

NUMBER = "1248100998"
FACTS = FirmFacts(
    business_number=NUMBER,
    name="한결정밀",
    size=Size.SMALL,
    region=Region.INCHEON,
    ksic="C29223",
    address="인천광역시 남동구",
)


def paper(*, until: date = date(2015, 3, 31)) -> Paper:
    return Paper(
        number="0010-2014-000777",
        valid_from=date(2014, 4, 1),
        valid_until=until,
        file=make_pdf_upload(),
    )


def officer(*, language: str = "ko") -> User:
    return make_user(roles=(CentreRole.OFFICER,), language=language)


def told() -> list[tuple[int, str]]:
    return list(Notice.objects.order_by("pk").values_list("user_id", "title"))


def verbs() -> list[str]:
    return list(AuditLine.objects.order_by("pk").values_list("verb", flat=True))


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refused) as found:
        act()
    assert found.value.code == code
