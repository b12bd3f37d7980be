"""Who may do what with people's accounts."""

from sangsaeng.accounts.models import User


def can_grant_roles(user: User) -> bool:
    """Team heads say who does what at the centre."""
    return user.is_team_head
