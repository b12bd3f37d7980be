"""The plan's routes: figures for everybody, their rows for the centre."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from sangsaeng.accounts.api import TokenAuth, TokenOrNobody, person_of
from sangsaeng.kernel.api import PROBLEMS, Order, PageIn, Problem, listed
from sangsaeng.planning.indicators.evidence import EvidenceRow, described, evidence_rows
from sangsaeng.planning.indicators.scorecard import scorecard_body
from sangsaeng.planning.policies import can_read_evidence
from sangsaeng.planning.queries import NoPlan, Plan, plan_of

router = Router(tags=["plans"])
FIRST_RECEIVED = Order(("received_at", "id"))


class BothLanguages(Schema):
    """The same words in Korean and English."""

    ko: str
    en: str


class TargetOut(Schema):
    """A target beside its figures; ``null`` is unknown, never zero."""

    code: str
    pillar: str
    kind: str
    name: BothLanguages
    unit: str | None
    unit_en: str | None
    baseline: int | None
    target: int | None
    growth_percent: float | None
    due: str
    done: int | None
    verified: int | None
    rows: int | None
    measured: bool


class ScorecardOut(Schema):
    """Where a year's plan stands."""

    year: int
    title: BothLanguages
    targets: list[TargetOut]


class EvidenceOut(Schema):
    """A hand-over both sides confirmed."""

    hand_over: int
    firm: str
    business_number: str
    giver: str
    asset: str
    offer: str
    quantity: int
    delivered_on: date
    received_on: date
    agreement: int | None


class EvidenceList(Schema):
    """One page of evidence."""

    items: list[EvidenceOut]
    next: str | None
    count: int
    count_exact: bool


@router.get(
    "/{int:year}/scorecard",
    auth=TokenOrNobody(),
    response={200: ScorecardOut, 401: Problem, 404: Problem},
    summary="Every target of the year beside what its evidence says",
)
def scorecard(request: HttpRequest, year: int) -> dict[str, Any]:  # noqa: ARG001 - public
    return scorecard_body(_plan(year))


@router.get(
    "/{int:year}/targets/{code}/evidence",
    auth=TokenAuth(),
    response={200: EvidenceList, **PROBLEMS},
    summary="The rows that prove a target; for people of the centre",
)
def evidence(request: HttpRequest, year: int, code: str, part: Query[PageIn]) -> dict[str, Any]:
    target = next((target for target in _plan(year).targets if target.code == code), None)
    user = person_of(request)
    if target is None or not can_read_evidence(user):
        raise Http404
    return listed(
        evidence_rows(target),
        request=request,
        order=FIRST_RECEIVED,
        part=part,
        write=lambda rows: [_item(row) for row in described(rows, user=user)],
    )


def _item(row: EvidenceRow) -> dict[str, Any]:
    return {
        "hand_over": row.hand_over_id,
        "firm": row.firm,
        "business_number": row.business_number,
        "giver": row.giver,
        "asset": row.asset,
        "offer": row.offer_number,
        "quantity": row.quantity,
        "delivered_on": row.delivered_on,
        "received_on": row.received_on,
        "agreement": row.agreement_id,
    }


def _plan(year: int) -> Plan:
    try:
        return plan_of(year)
    except NoPlan as refusal:
        raise Http404(str(refusal)) from refusal
