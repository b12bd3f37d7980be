"""Days of 2014, as people in Korea count them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sangsaeng.kernel.working_days import working_days_after

KST = ZoneInfo("Asia/Seoul")


def day(month: int, of_month: int, hour: int = 10, minute: int = 0) -> datetime:
    """Return a moment of 2014 in Korea."""
    return datetime(2014, month, of_month, hour, minute, tzinfo=KST)


def working_day(month: int, of_month: int, after: int, hour: int = 10) -> datetime:
    """Return an hour of the day that is so many working days after a day of 2014."""
    on = working_days_after(date(2014, month, of_month), after)
    return datetime.combine(on, time(hour), KST)


# The Thursday on which the demo stands.
PRESENT = day(10, 2)
