"""Builders of people."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from sangsaeng.accounts.models import RoleGrant, User

KST = ZoneInfo("Asia/Seoul")
# A Thursday morning on which tests like to stand, the demo's own.
MORNING = datetime(2014, 10, 2, 10, 0, tzinfo=KST)
PASSWORD = "한강의 다리 27개"

_numbers = count(1)


def make_user(
    *, name: str = "", email: str = "", roles: tuple[str, ...] = (), language: str = "ko"
) -> User:
    """Make a person with a verified address; roles are the centre's."""
    number = next(_numbers)
    user = User.objects.create(
        email=email or f"person{number}@firm.example",
        name=name or f"김상생{number}",
        language=language,
        joined_at=MORNING - timedelta(days=100),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, granted_at=MORNING - timedelta(days=90))
    return user
