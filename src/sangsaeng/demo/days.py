"""Days of 2014, as people in Korea count them."""

from datetime import datetime
from zoneinfo import ZoneInfo

KST = ZoneInfo("Asia/Seoul")


def day(month: int, of_month: int, hour: int = 10, minute: int = 0) -> datetime:
    """Return a moment of 2014 in Korea."""
    return datetime(2014, month, of_month, hour, minute, tzinfo=KST)


# The Thursday on which the demo stands.
PRESENT = day(10, 2)
