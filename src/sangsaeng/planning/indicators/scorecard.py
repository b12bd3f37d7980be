"""Where the year stands: every target beside what its evidence says."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sangsaeng.kernel.indicators import Indicator
from sangsaeng.kernel.plots import figure as figure_text
from sangsaeng.planning.indicators import INDICATORS
from sangsaeng.planning.queries import Pillar, Plan, Target

BY_CODE = {indicator.code: indicator for indicator in INDICATORS}


@dataclass(frozen=True)
class Figure:
    """A target and what is known of it; nothing is known where no module measures it."""

    target: Target
    verified: int | None = None
    done: int | None = None
    rows: int | None = None

    @property
    def is_measured(self) -> bool:
        return self.verified is not None

    @property
    def verified_text(self) -> str:
        """What is proved, with its unit."""
        return figure_text(self.verified or 0, str(self.target.unit))

    @property
    def reading(self) -> str:
        """Say in one line where the target stands; unmeasured is not zero."""
        return milestone_reading(self) if self.target.is_milestone else figure_reading(self)


def milestone_reading(figure: Figure) -> str:
    """Say how far a milestone is."""
    if not figure.is_measured:
        return _("아직 측정하지 않음")
    if figure.verified:
        return _("이룸")
    return _("확인을 기다림") if figure.done else _("아직 이루지 못함")


def figure_reading(figure: Figure) -> str:
    """Say what is proved, reported, promised and was so last year."""
    unit = str(figure.target.unit)
    known = [
        f"{name} {figure_text(value, unit)}"
        for name, value in (
            (_("확인"), figure.verified),
            (_("완료"), figure.done),
            (_("목표"), figure.target.target),
            (_("지난해"), figure.target.baseline),
        )
        if value is not None
    ]
    return " · ".join(known if figure.is_measured else [_("아직 측정하지 않음"), *known])


@dataclass(frozen=True)
class Chapter:
    """A pillar with its figures."""

    pillar: Pillar
    figures: tuple[Figure, ...]


def chapters_of(plan: Plan) -> tuple[Chapter, ...]:
    """Measure every target of a plan, pillar by pillar."""
    return tuple(
        Chapter(pillar, tuple(figure_of(target) for target in pillar.targets))
        for pillar in plan.pillars
    )


def figure_of(target: Target) -> Figure:
    """Measure one target; a milestone counts one as soon as one row proves it."""
    indicator = BY_CODE.get(target.code)
    if indicator is None:
        return Figure(target)
    return Figure(
        target,
        verified=_value(target, indicator.verified(target.period)),
        done=_value(target, indicator.reported(target.period)),
        rows=indicator.evidence(target.period).count(),
    )


def evidence_of(target: Target) -> QuerySet[Any]:
    """List the rows that prove a target; none where no module measures it."""
    indicator = measured_by(target)
    if indicator is None:
        return INDICATORS[0].evidence(target.period).none()
    return indicator.evidence(target.period)


def measured_by(target: Target) -> Indicator | None:
    """Return the indicator of a target, if a module offers one."""
    return BY_CODE.get(target.code)


def scorecard_body(plan: Plan) -> dict[str, Any]:
    """Write a scorecard as outside callers read it (command line and API)."""
    return {
        "year": plan.year,
        "title": {"ko": plan.title.ko, "en": plan.title.en},
        "targets": [
            _row(chapter.pillar, figure)
            for chapter in chapters_of(plan)
            for figure in chapter.figures
        ],
    }


def _row(pillar: Pillar, figure: Figure) -> dict[str, Any]:
    target = figure.target
    return {
        "code": target.code,
        "pillar": pillar.code,
        "kind": target.kind,
        "name": {"ko": target.name.ko, "en": target.name.en},
        "unit": target.unit.ko or None,
        "unit_en": target.unit.en or None,
        "baseline": target.baseline,
        "target": target.target,
        "growth_percent": None if target.growth is None else float(target.growth),
        "due": target.due,
        "done": figure.done,
        "verified": figure.verified,
        "rows": figure.rows,
        "measured": figure.is_measured,
    }


def _value(target: Target, value: Decimal) -> int:
    return min(int(value), 1) if target.is_milestone else int(value)
