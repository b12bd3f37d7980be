"""Builders of people."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from procrastinate.contrib.django.models import ProcrastinateJob

from sangsaeng.accounts.actions import install_demo_totp
from sangsaeng.accounts.models import RoleGrant, User

KST = ZoneInfo("Asia/Seoul")
# A Thursday morning on which tests like to stand, the demo's own.
MORNING = datetime(2014, 10, 2, 10, 0, tzinfo=KST)
PASSWORD = "한강의 다리 27개"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

_numbers = count(1)


def make_user(
    *,
    name: str = "",
    email: str = "",
    roles: tuple[str, ...] = (),
    language: str = "ko",
    password: str = "",
) -> User:
    """Make a person with a verified address; roles are the centre's."""
    number = next(_numbers)
    user = User(
        email=email or f"person{number}@firm.example",
        name=name or f"김상생{number}",
        language=language,
        joined_at=MORNING - timedelta(days=100),
    )
    user.password = make_password(password or None)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, granted_at=MORNING - timedelta(days=90))
    return user


def make_staff(*roles: str, language: str = "ko") -> User:
    """Make somebody of the centre who has an authenticator app."""
    user = make_user(roles=roles, language=language)
    install_demo_totp(user, SECRET)
    return user


def queued_mails(to: str) -> list[dict[str, str]]:
    """List the mails of sign-in that wait for the worker, oldest first."""
    jobs = ProcrastinateJob.objects.filter(
        task_name="sangsaeng.accounts.tasks.send_ready_mail", args__to=to
    )
    return [job.args for job in jobs.order_by("pk")]
