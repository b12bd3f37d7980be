"""How a demo is told from a site where people really work."""

from sangsaeng.accounts.models import User
from sangsaeng.audit.actions import record
from sangsaeng.audit.models import AuditLine
from sangsaeng.demo.days import PRESENT
from sangsaeng.kernel import clock

FILLED = "demo.filled"


def mark_filled(officer: User) -> None:
    """Note in the trail that the story has been told to its end."""
    record(FILLED, on=officer, by=None, at=PRESENT)


def is_filled() -> bool:
    """Tell whether a demo stands here, told to its end."""
    return bool(clock.offset()) and AuditLine.objects.filter(verb=FILLED).exists()


def is_real() -> bool:
    """Tell whether people work here: a demo's clock runs from its first row on."""
    return not clock.offset() and User.objects.exists()
