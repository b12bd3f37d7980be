"""What the exchange does by the clock."""

from procrastinate.contrib.django import app

from sangsaeng.assets.actions import close_offer, lapse_award
from sangsaeng.assets.models import Offer
from sangsaeng.assets.queries import awards_due, offers_due
from sangsaeng.kernel import clock
from sangsaeng.kernel.search import refresh_statistics


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="assets.tick")
def tick(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the tick
    """Let unanswered awards lapse and close what is over, by the business clock."""
    at = clock.now()
    for award in awards_due(at):
        lapse_award(award, at=at)
    for offer in offers_due(at):
        close_offer(offer, at=at)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="assets.count_words")
def count_words(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the tick
    """Count the words of all offers anew; stale counts only make the ranking rougher."""
    refresh_statistics(Offer)
