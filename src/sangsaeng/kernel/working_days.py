"""Korean working days, substitutes included: deadlines are counted in them."""

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from django.utils import timezone

SATURDAY = 5


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("KR", years=year))


def is_working_day(day: date) -> bool:
    """Tell whether offices are open on that day."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """Return the day that is ``count`` working days after ``day`` (which does not count)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Count the working days after ``first`` up to and including ``last``."""
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def end_of_working_day(moment: datetime, count: int) -> datetime:
    """Return the midnight, Korean time, that ends the ``count``-th working day after ``moment``."""
    day = working_days_after(timezone.localdate(moment), count)
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
