"""Half-open stretches of days: the year of a plan, a half, a month."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self

from django.utils import timezone


@dataclass(frozen=True)
class Period:
    """The days from ``first`` up to, but not including, ``end``."""

    first: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.first:
            raise ValueError("a period has at least one day")

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def half(cls, year: int, half: int) -> Self:
        """Return the first (1) or second (2) half of a year."""
        if half == 1:
            return cls(date(year, 1, 1), date(year, 7, 1))
        return cls(date(year, 7, 1), date(year + 1, 1, 1))

    @property
    def starts_at(self) -> datetime:
        """Midnight, Korean time, at which the period begins."""
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def ends_at(self) -> datetime:
        """Midnight, Korean time, at which the period is over."""
        return timezone.make_aware(datetime.combine(self.end, time.min))

    def __contains__(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at
