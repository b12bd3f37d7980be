"""Who asked for an offer, who waits, and what asking now would give."""

from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import RequestState
from sangsaeng.assets.models import Offer, Request
from sangsaeng.assets.queries.visible import own_organizations
from sangsaeng.kernel.working_days import working_days_between


def request_of_firm(offer: Offer, user: User) -> Request | None:
    """Return what this person's firm asked of an offer: the live request, else the last one."""
    return (
        Request.objects.filter(offer=offer, firm__in=own_organizations(user))
        .select_related("award__agreement", "award__hand_over", "firm")
        .order_by("ended_at", "-order")
        .first()
    )


def reserve_rank(request: Request) -> int:
    """Return the place in the waiting line, from 1."""
    return Request.objects.filter(
        offer=request.offer_id, state=RequestState.RESERVE, order__lte=request.order
    ).count()


def states_in_line(offer: Offer) -> dict[str, int]:
    """Count the requests of an offer by their state."""
    counted = offer.requests.order_by().values_list("state").annotate(n=Count("pk"))
    return dict(counted)


def requests_with_parties(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Load with each request what its line in a list says."""
    return rows.select_related("offer__owner", "offer__asset", "firm", "award__agreement").order_by(
        "-requested_at", "-pk"
    )


def working_days_left(until: datetime, *, at: datetime) -> int | None:
    """Count the working days until a moment: negative when over, 0 on its own day.

    None when only days off lie between: neither "today" nor a number would be true.
    """
    if at >= until:
        return -1
    today = timezone.localdate(at)
    last = timezone.localdate(until - timedelta(microseconds=1))
    days = working_days_between(today, last)
    return None if days == 0 and last > today else days
