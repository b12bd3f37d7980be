"""What counts, when, and once; what is not measured stays unknown."""

from datetime import datetime

import pytest

from sangsaeng.accounts.testing import KST, MORNING
from sangsaeng.assets.models import HandOver
from sangsaeng.organizations.testing import make_firm
from sangsaeng.planning.indicators import INDICATORS
from sangsaeng.planning.indicators.scorecard import Figure, evidence_of, figure_of
from sangsaeng.planning.queries import Target, plan_of
from sangsaeng.planning.testing import make_delivery, make_evidence

pytestmark = pytest.mark.django_db


def target(code: str) -> Target:
    return next(target for target in plan_of(2014).targets if target.code == code)


def test_every_indicator_proves_a_target_of_the_plan() -> None:
    codes = {target.code for target in plan_of(2014).targets}

    assert {indicator.code for indicator in INDICATORS} <= codes


def test_firms_are_counted_once_and_only_from_hand_overs_both_confirmed() -> None:
    firm = make_firm()
    first, second = make_evidence(firm=firm), make_evidence(firm=firm)
    third = make_evidence()
    make_delivery()
    supplied = target("assets.firms_supplied")

    assert figure_of(supplied) == Figure(supplied, verified=2, done=3, rows=3)
    assert set(evidence_of(supplied)) == {first, second, third}


def test_the_year_ends_at_midnight_in_korea() -> None:
    last, first_of_next = make_evidence(), make_evidence()
    supplied = target("assets.firms_supplied")
    for row, moment in (
        (last, datetime(2014, 12, 31, 23, 59, 59, tzinfo=KST)),
        (first_of_next, datetime(2015, 1, 1, tzinfo=KST)),
    ):
        HandOver.objects.filter(pk=row.pk).update(received_at=moment)

    assert list(evidence_of(supplied)) == [last]


def test_the_exchange_is_open_once_the_second_half_has_a_hand_over_both_confirmed() -> None:
    opened = target("assets.exchange_opened")
    before = figure_of(opened)
    early = make_delivery()
    HandOver.objects.filter(pk=early.pk).update(
        delivered_at=datetime(2014, 6, 30, tzinfo=KST),
        received_at=datetime(2014, 6, 30, tzinfo=KST),
    )
    too_early = figure_of(opened)
    make_delivery()
    reported = figure_of(opened)
    make_evidence(at=MORNING)
    make_evidence(at=MORNING)

    assert before == too_early == Figure(opened, verified=0, done=0, rows=0)
    assert reported == Figure(opened, verified=0, done=1, rows=0)
    assert figure_of(opened) == Figure(opened, verified=1, done=1, rows=2)
    assert [figure.reading for figure in (before, reported, figure_of(opened))] == [
        "아직 이루지 못함",
        "확인을 기다림",
        "이룸",
    ]


def test_a_target_without_a_module_is_unknown_and_has_no_rows() -> None:
    make_evidence()
    advised, survey = target("advisory.firms_advised"), target("assets.survey_done")

    assert figure_of(advised) == Figure(advised, verified=None, done=None, rows=None)
    assert list(evidence_of(advised)) == []
    assert (figure_of(advised).reading, figure_of(survey).reading) == (
        "아직 측정하지 않음 · 목표 1,200개사 · 지난해 1,085개사",
        "아직 측정하지 않음",
    )
