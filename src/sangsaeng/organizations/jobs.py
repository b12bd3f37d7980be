"""Certificates that end, looked for through the day."""

from procrastinate.contrib.django import app

from sangsaeng.kernel import clock
from sangsaeng.organizations.actions import announce_ending_certificates


@app.periodic(cron="10 * * * *")
@app.task(queueing_lock="organizations.certificates", pass_context=False)
def announce_certificates(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the tick
    """Tell firms whose certificate ends soon or has ended; each is told once.

    Every hour, since the day of the business need not begin when the server's does.
    """
    announce_ending_certificates(on=clock.today(), at=clock.now())
