"""The year's plan, read from its data file and checked before anybody relies on it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangsaeng.kernel.periods import Period
from sangsaeng.kernel.refusals import Refused
from sangsaeng.kernel.words import in_english

LAST_YEAR = 9999
# The founding document gives growth to one decimal.
ONE_DECIMAL = Decimal("0.1")
DUE = re.compile(r"(?P<year>\d{4})-H(?P<half>[12])")


class NoPlan(Refused):
    """The board approved no plan for that year."""

    message = gettext_lazy("%(year)s년의 사업계획이 없습니다.")


class PlanUnsound(ValueError):
    """A plan's data file contradicts itself: a fault of ours."""


@dataclass(frozen=True)
class Words:
    """The same words in both languages."""

    ko: str
    en: str

    def __str__(self) -> str:
        """Speak the language that is active."""
        return self.en if in_english() else self.ko


@dataclass(frozen=True)
class Target:
    """What the plan promises: a figure, or a milestone that is reached or not."""

    code: str
    kind: Literal["figure", "milestone"]
    name: Words
    unit: Words
    baseline: int | None
    target: int | None
    growth: Decimal | None
    due: str
    month: int | None
    source: Words
    rule: Words

    @property
    def is_milestone(self) -> bool:
        """Whether it is reached or not, and has no figure."""
        return self.kind == "milestone"

    @property
    def period(self) -> Period:
        """The days whose evidence counts: the year, or a milestone's own half of it."""
        year, half = int(self.due[:4]), int(self.due[-1])
        return Period.half(year, half) if self.is_milestone else Period.year(year)

    @property
    def due_text(self) -> str:
        """When it is due, as people say it."""
        year = int(self.due[:4])
        if self.month:
            month = date(year, self.month, 1)
            if in_english():
                return f"{month:%B} {year}"
            return _("%(year)s년 %(month)s월") % {"year": year, "month": self.month}
        words = _("%(year)s년 상반기") if self.due.endswith("1") else _("%(year)s년 하반기")
        return words % {"year": year}


@dataclass(frozen=True)
class Pillar:
    """One of the plan's fields of work."""

    code: str
    name: Words
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Plan:
    """A year's plan as the board approved it."""

    year: int
    title: Words
    approved_on: date
    pillars: tuple[Pillar, ...]

    @property
    def targets(self) -> tuple[Target, ...]:
        """Every target, pillar by pillar."""
        return tuple(target for pillar in self.pillars for target in pillar.targets)


@cache
def latest_year() -> int:
    """Return the year of the newest plan there is."""
    found = files("sangsaeng.planning") / "data"
    return max(int(entry.name[5:9]) for entry in found.iterdir() if entry.name.endswith(".toml"))


@cache
def plan_of(year: int) -> Plan:
    """Read and check a year's plan; raise ``NoPlan`` when there is none."""
    path = files("sangsaeng.planning").joinpath("data", f"plan_{year}.toml")
    if year > LAST_YEAR or not path.is_file():
        raise NoPlan(year=year)
    return read_plan(tomllib.loads(path.read_text(encoding="utf-8")))


def read_plan(content: Mapping[str, Any]) -> Plan:
    """Build a plan from its file's content, refusing what contradicts itself.

    Growth is computed again from baseline and target, to the document's rounding.
    """
    plan = Plan(
        year=content["year"],
        title=_words(content, "title"),
        approved_on=content["approved_on"],
        pillars=tuple(
            Pillar(
                pillar["code"],
                _words(pillar, "name"),
                tuple(_target(row) for row in pillar["targets"]),
            )
            for pillar in content["pillars"]
        ),
    )
    codes = [target.code for target in plan.targets]
    if len(set(codes)) < len(codes):
        raise PlanUnsound("a code stands twice")
    for target in plan.targets:
        _check(target, year=plan.year)
    return plan


def _target(row: Mapping[str, Any]) -> Target:
    return Target(
        code=row["code"],
        kind=row.get("kind", "figure"),
        name=_words(row, "name"),
        unit=_words(row, "unit"),
        baseline=row.get("baseline"),
        target=row.get("target"),
        growth=Decimal(str(row["growth"])) if "growth" in row else None,
        due=row["due"],
        month=row.get("month"),
        source=_words(row, "source"),
        rule=_words(row, "rule"),
    )


def _words(row: Mapping[str, Any], name: str) -> Words:
    return Words(ko=row.get(f"{name}_ko", ""), en=row.get(f"{name}_en", ""))


def growth_percent(baseline: int, target: int) -> Decimal:
    """Compute growth in percent, to one decimal.

    >>> growth_percent(1941, 2500)
    Decimal('28.8')
    """
    growth = Decimal(target - baseline) * 100 / baseline
    return growth.quantize(ONE_DECIMAL, ROUND_HALF_UP)


def _check(target: Target, *, year: int) -> None:
    due = DUE.fullmatch(target.due)
    if due is None or int(due["year"]) != year:
        raise PlanUnsound(f"{target.code}: {target.due} is no half of {year}")
    if target.baseline is None or target.target is None:
        computed = None
    else:
        computed = growth_percent(target.baseline, target.target)
    if computed != target.growth:
        raise PlanUnsound(f"{target.code}: growth is {computed}, not {target.growth}")
    if target.is_milestone == bool(target.unit.ko):
        raise PlanUnsound(f"{target.code}: a figure has a unit, a milestone has none")
