"""A person's inbox."""

from django.db.models import F, QuerySet
from django.db.models.lookups import IsNull

from sangsaeng.accounts.models import User
from sangsaeng.notices.models import Notice


def notices_visible_to(user: User) -> QuerySet[Notice]:
    """List what a person was told: what is new first, the latest on top."""
    unread = IsNull(F("read_at"), True)  # noqa: FBT003 - Django's signature of a lookup
    return Notice.objects.filter(user=user).order_by(unread.desc(), "-created_at", "-pk")


def unread_count(user: User) -> int:
    """Count what a person was told and has not opened."""
    return Notice.objects.filter(user=user, read_at=None).count()
