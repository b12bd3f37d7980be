"""Mails of sign-in, sent by the worker: a slow mail server must not hang a page."""

from django.core.mail import send_mail
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def send_ready_mail(to: str, subject: str, body: str) -> None:
    """Send a mail whose text is ready."""
    send_mail(subject=subject, message=body, from_email=None, recipient_list=[to])
