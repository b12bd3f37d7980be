"""Effects of notices: the mail."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from procrastinate.contrib.django import app

from sangsaeng.notices.models import Notice


@app.task(retry=5)
@transaction.atomic
def mail_notice(notice_id: int) -> None:
    """Send a notice as a mail, once: a second run waits for the first and finds it sent.

    Should the process die between sending and noting it, the next run sends
    the same Message-ID again, which mail systems show once.
    """
    notice = Notice.objects.select_for_update(of=("self",)).select_related("user").get(pk=notice_id)
    if notice.mailed_at or not notice.user.is_active:
        return
    EmailMessage(
        # A header holds one line.
        subject=" ".join(notice.title.split()),
        body=f"{notice.body}\n\n{settings.SITE_URL}{notice.path}",
        to=[notice.user.email],
        headers={"Message-ID": f"<notice-{notice.pk}@{settings.SITE_HOST}>"},
    ).send()
    notice.mailed_at = notice.created_at
    notice.save(update_fields=["mailed_at"])
