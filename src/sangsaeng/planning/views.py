"""The plan's pages: the figures for everybody, their evidence for the centre."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangsaeng.kernel import clock
from sangsaeng.kernel.pages import page_of, with_query
from sangsaeng.planning.indicators.evidence import described, evidence_rows
from sangsaeng.planning.indicators.scorecard import chapters_of, figure_of
from sangsaeng.planning.policies import can_read_evidence
from sangsaeng.planning.queries import NoPlan, Plan, plan_of

if TYPE_CHECKING:
    from sangsaeng.accounts.models import User


@require_safe
def scorecard(request: HttpRequest, year: int) -> HttpResponse:
    plan = _plan_or_404(year)
    context = {
        "plan": plan,
        "chapters": chapters_of(plan),
        "opens_evidence": can_read_evidence(request.user),
        "at": clock.now(),
    }
    return render(request, "planning/scorecard.html", context)


@login_required
@require_safe
def evidence(request: HttpRequest, year: int, code: str) -> HttpResponse:
    plan = _plan_or_404(year)
    target = next((target for target in plan.targets if target.code == code), None)
    if target is None or not can_read_evidence(request.user):
        raise Http404
    page = page_of(evidence_rows(target), request)
    context = {
        "plan": plan,
        "figure": figure_of(target),
        "page": page,
        "rows": described(page, user=cast("User", request.user)),
        "facts": _facts(target.due_text, str(target.rule), str(target.source)),
        "next": with_query(request.path, page=page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "planning/evidence.html", context)


def _plan_or_404(year: int) -> Plan:
    try:
        return plan_of(year)
    except NoPlan as refusal:
        raise Http404(str(refusal)) from refusal


def _facts(due: str, rule: str, source: str) -> list[tuple[str, str]]:
    return [(_("기한"), due), (_("세는 법"), rule), (_("계획의 내용"), source)]
