"""The plan's data file: every number of the founding document, and none that contradicts itself."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from sangsaeng.kernel.periods import Period
from sangsaeng.planning.queries import NoPlan, PlanUnsound, plan_of, read_plan

TARGET = {
    "code": "x.firms",
    "name_ko": "기업",
    "name_en": "Firms",
    "unit_ko": "개사",
    "unit_en": "firms",
    "baseline": 20,
    "target": 40,
    "growth": 100.0,
    "due": "2014-H2",
}


def plan_with(*targets: dict[str, Any]) -> dict[str, Any]:
    return {
        "year": 2014,
        "approved_on": None,
        "pillars": [{"code": "x", "targets": list(targets)}],
    }


def test_plan_of_2014_holds_every_number_of_the_founding_document() -> None:
    plan = plan_of(2014)

    assert len(plan.pillars) == 5
    assert {
        target.code: (target.baseline, target.target, target.growth, target.unit.ko, target.due)
        for target in plan.targets
        if not target.is_milestone
    } == {
        "technology.consulted_firms": (20, 40, Decimal("100.0"), "개사", "2014-H2"),
        "assets.firms_supplied": (None, None, None, "개사", "2014-H2"),
        "overseas.corps_members": (None, 45, None, "명", "2014-H2"),
        "advisory.firms_advised": (1085, 1200, Decimal("10.6"), "개사", "2014-H2"),
        "advisory.long_term_firms": (262, 350, Decimal("33.6"), "개사", "2014-H2"),
        "advisory.best_cases": (25, 40, Decimal("60.0"), "개사", "2014-H2"),
        "careers.placements": (1941, 2500, Decimal("28.8"), "명", "2014-H2"),
        "careers.group_fair_firms": (None, 200, None, "개사", "2014-H2"),
        "careers.online_fair_groups": (None, 3, None, "개 그룹", "2014-H1"),
        "training.rebounce_runs": (3, 10, Decimal("233.3"), "회", "2014-H2"),
        "training.rebounce_hours": (None, 20, None, "시간", "2014-H2"),
        "assessment.model_stages": (None, 5, None, "단계", "2014-H1"),
    }


def test_plan_of_2014_names_its_milestones_with_their_half_year() -> None:
    due = {target.code: target.due for target in plan_of(2014).targets if target.is_milestone}

    assert {code: half for code, half in due.items() if half == "2014-H1"} == {
        "assets.survey_done": "2014-H1",
        "careers.online_fair_held": "2014-H1",
        "assessment.model_developed": "2014-H1",
    }
    assert due["assets.exchange_opened"] == due["assessment.model_proposed"] == "2014-H2"
    assert len(due) == 16


def test_every_target_says_in_both_languages_what_it_is_and_how_it_is_counted() -> None:
    for target in plan_of(2014).targets:
        for words in (target.name, target.source, target.rule):
            assert words.ko, target.code
            assert words.en, target.code
            assert not any("가" <= letter <= "힣" for letter in words.en), target.code
        assert bool(target.unit.ko) == bool(target.unit.en), target.code


def test_a_year_without_a_plan_is_refused() -> None:
    with pytest.raises(NoPlan) as refusal:
        plan_of(2013)

    assert str(refusal.value) == "2013년의 사업계획이 없습니다."


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"growth": 99.9}, "growth is 100.0, not 99.9"),
        ({"baseline": None}, "growth is None, not 100.0"),
        ({"due": "2014-H3"}, "2014-H3 is no half of 2014"),
        ({"due": "2015-H1"}, "2015-H1 is no half of 2014"),
        ({"unit_ko": ""}, "a figure has a unit"),
        ({"kind": "milestone"}, "a milestone has none"),
    ],
)
def test_read_plan_refuses_what_contradicts_itself(fault: dict[str, Any], message: str) -> None:
    with pytest.raises(PlanUnsound, match=message):
        read_plan(plan_with(TARGET | fault))


def test_read_plan_refuses_a_code_that_stands_twice() -> None:
    with pytest.raises(PlanUnsound, match="twice"):
        read_plan(plan_with(TARGET, TARGET))


def test_a_milestone_counts_in_its_half_a_figure_in_the_year() -> None:
    periods = {target.code: target.period for target in plan_of(2014).targets}

    assert periods["assets.exchange_opened"] == Period.half(2014, 2)
    assert periods["assets.survey_done"] == Period.half(2014, 1)
    assert periods["assets.firms_supplied"] == Period.year(2014)


def test_due_text_speaks_both_languages() -> None:
    by_code = {target.code: target for target in plan_of(2014).targets}
    fair, survey = by_code["careers.group_fair_held"], by_code["assets.survey_done"]

    assert (fair.due_text, survey.due_text) == ("2014년 9월", "2014년 상반기")
    with override("en"):
        assert fair.due_text == "September 2014"
        assert str(survey.name) == "Survey of large companies' idle assets"
