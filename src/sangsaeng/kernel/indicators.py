"""An indicator is its evidence and one aggregate: number and list cannot disagree."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, QuerySet
from django.utils.functional import Promise

from sangsaeng.kernel.periods import Period


@dataclass(frozen=True)
class Indicator:
    """A figure of the plan.

    ``evidence`` yields the rows proved by both sides, ``done`` the rows at least
    one side reported (a superset); ``measure`` folds either into the figure.
    """

    code: str
    label: str | Promise
    evidence: Callable[[Period], QuerySet[Any]]
    done: Callable[[Period], QuerySet[Any]]
    measure: Aggregate

    def verified(self, period: Period) -> Decimal:
        """Fold the proved rows of one period into the figure."""
        return self._fold(self.evidence(period))

    def reported(self, period: Period) -> Decimal:
        """Fold the rows somebody reported, proved or not, into the figure."""
        return self._fold(self.done(period))

    def _fold(self, rows: QuerySet[Any]) -> Decimal:
        return Decimal(rows.aggregate(value=self.measure)["value"] or 0)
