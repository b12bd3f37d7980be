"""How dates, moments, money and numbers read, in the language that is active."""

import datetime as dt

from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

WEEKDAYS_KO = "월화수목금토일"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Korean counts in steps of ten thousand.
MYRIADS = ("", "만", "억", "조", "경")


def date_text(value: dt.date | None) -> str:
    """Write a day as ``2014. 2. 27.(목)`` or, in English, ``Thu 27 Feb 2014``."""
    if value is None:
        return ""
    day = _local(value)
    if in_english():
        return f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]} {day.year}"
    return f"{day.year}. {day.month}. {day.day}.({WEEKDAYS_KO[day.weekday()]})"


def time_text(value: dt.datetime | dt.time | None) -> str:
    """Write a time of day as ``14:00``."""
    if value is None:
        return ""
    moment = _local(value) if isinstance(value, dt.datetime) else value
    return f"{moment:%H:%M}"


def moment_text(value: dt.datetime | None) -> str:
    """Write a day with its time of day."""
    if value is None:
        return ""
    return f"{date_text(value)}{',' if in_english() else ''} {time_text(value)}"


def won_exact(amount: int) -> str:
    """Write an amount of money in figures: ``120,000,000원``, ``KRW 120,000,000``."""
    sign = "−" if amount < 0 else ""
    return f"{sign}KRW {abs(amount):,}" if in_english() else f"{sign}{abs(amount):,}원"


def won_text(amount: int | None) -> str:
    """Write an amount of money as it is said, to the last won: ``1억 2,000만 원``."""
    if amount is None:
        return ""
    if in_english() or amount == 0:
        return won_exact(amount)
    groups = []
    rest = abs(amount)
    for unit in MYRIADS:
        rest, group = divmod(rest, 10_000)
        if group:
            groups.append(f"{group:,}{unit}")
    spoken = " ".join(reversed(groups))
    # 2,000만 원, but 500원: the unit of money leans on a bare figure only.
    gap = "" if amount % 10_000 else " "
    return f"{'−' if amount < 0 else ''}{spoken}{gap}원"


def business_number_text(number: str | None) -> str:
    """Group the ten digits of a business number: ``124-81-00998``."""
    if not number:
        return ""
    digits = number.replace("-", "")
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def days_left_text(days: int | None) -> str:
    """Say how many working days are left until a deadline."""
    if days is None:
        return ""
    if days < 0:
        return _("기한 지남")
    if days == 0:
        return _("오늘 마감")
    return ngettext("%(days)s영업일 남음", "%(days)s영업일 남음", days) % {"days": days}


def in_english() -> bool:
    return (get_language() or "ko").startswith("en")


def _local(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime) and is_aware(value):
        return localtime(value)
    return value
