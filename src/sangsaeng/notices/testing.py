"""Builders of notices."""

from datetime import datetime
from itertools import count

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING
from sangsaeng.notices.models import Notice

_numbers = count(1)


def make_notice(
    user: User,
    *,
    title: str = "신청이 배정되었습니다.",
    path: str = "/organizations/mine/",
    at: datetime = MORNING,
    read_at: datetime | None = None,
) -> Notice:
    """Put a message into a person's inbox without a mail."""
    return Notice.objects.create(
        user=user,
        title=title,
        body="내용을 확인해 주세요.",
        path=path,
        dedupe_key=f"made:{next(_numbers)}",
        created_at=at,
        read_at=read_at,
    )
