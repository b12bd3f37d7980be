"""Telling people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from sangsaeng.accounts.models import User
from sangsaeng.notices.models import Notice
from sangsaeng.notices.tasks import mail_notice

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Message:
    """What to tell: texts may be lazy, they are read in the language of each person."""

    title: "_StrOrPromise"
    body: "_StrOrPromise" = ""
    path: str = ""


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
        defaults={
            "title": title[:LONGEST_TITLE],
            "body": body,
            "path": path,
            "created_at": at,
        },
    )
    if not created:
        return None
    mail_notice.defer(notice_id=notice.pk)
    return notice


@transaction.atomic
def tell_each(
    users: Iterable[User],
    *,
    render: Callable[[User], Message],
    dedupe_key: str,
    at: datetime,
) -> list[Notice]:
    """Tell several people the same thing, each in their own language.

    ``render`` runs with the person's language active, so it may use words,
    dates and lazy texts as a page would. Returns the notices that were new.
    """
    told = []
    for user in users:
        with translation.override(user.language):
            message = render(user)
            notice = tell(
                user,
                title=str(message.title),
                body=str(message.body),
                path=message.path,
                dedupe_key=dedupe_key,
                at=at,
            )
        if notice:
            told.append(notice)
    return told


@transaction.atomic
def mark_read(notice: Notice, *, at: datetime) -> None:
    """Note that a message was opened; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


@transaction.atomic
def mark_all_read(*, by: User, at: datetime) -> int:
    """Note that the whole inbox was read; return how many messages were new."""
    return Notice.objects.filter(user=by, read_at=None).update(read_at=at)
