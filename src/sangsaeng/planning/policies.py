"""Who may see what stands behind the plan's figures."""

from django.contrib.auth.models import AnonymousUser

from sangsaeng.accounts.models import User


def can_read_evidence(user: User | AnonymousUser) -> bool:
    """Whether this person is of the centre; the figures themselves are public."""
    return isinstance(user, User) and bool(user.centre_roles)
