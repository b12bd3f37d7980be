"""Sealing the trail in the background."""

from procrastinate.contrib.django import app

from sangsaeng.audit.actions import seal_lines
from sangsaeng.kernel import clock


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the tick
    """Seal every complete line, batch after batch."""
    while seal_lines(at=clock.now()):
        pass
