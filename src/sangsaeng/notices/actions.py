"""Telling people."""

from datetime import datetime

from django.db import transaction

from sangsaeng.accounts.models import User
from sangsaeng.notices.models import Notice
from sangsaeng.notices.tasks import mail_notice


@transaction.atomic
def tell(
    user: User, *, title: str, body: str, path: str, dedupe_key: str, at: datetime
) -> Notice | None:
    """Put a message into a person's inbox and queue its mail, once per ``dedupe_key``.

    The text is already in the person's language. The mail job is written in the
    caller's transaction: no mail without the fact, no fact without the mail.
    Returns nothing when the person was told before.
    """
    notice, created = Notice.objects.get_or_create(
        user=user,
        dedupe_key=dedupe_key,
        defaults={"title": title, "body": body, "path": path, "created_at": at},
    )
    if not created:
        return None
    mail_notice.defer(notice_id=notice.pk)
    return notice


@transaction.atomic
def mark_read(notice: Notice, *, at: datetime) -> None:
    """Note that a message was opened; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


@transaction.atomic
def mark_all_read(*, by: User, at: datetime) -> int:
    """Note that the whole inbox was read; return how many messages were new."""
    return Notice.objects.filter(user=by, read_at=None).update(read_at=at)
