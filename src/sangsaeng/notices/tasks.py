"""Effects of notices: the mail."""

from django.conf import settings
from django.core.mail import send_mail
from procrastinate.contrib.django import app

from sangsaeng.notices.models import Notice


@app.task(retry=5)
def mail_notice(notice_id: int) -> None:
    """Send a notice as a mail, once: a second run finds it sent."""
    notice = Notice.objects.select_related("user").get(pk=notice_id)
    if notice.mailed_at or not notice.user.is_active:
        return
    send_mail(
        subject=notice.title,
        message=f"{notice.body}\n\n{settings.SITE_URL}{notice.path}",
        from_email=None,
        recipient_list=[notice.user.email],
    )
    Notice.objects.filter(pk=notice.pk).update(mailed_at=notice.created_at)
