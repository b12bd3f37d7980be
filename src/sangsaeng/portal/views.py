"""The home, one desk per role, and the trail."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.models import User
from sangsaeng.assets.queries import offers_visible_to
from sangsaeng.audit.models import AuditLine
from sangsaeng.kernel import clock
from sangsaeng.kernel.pages import page_of
from sangsaeng.organizations.queries import organization_of
from sangsaeng.planning.indicators.scorecard import chapters_of
from sangsaeng.planning.queries import latest_year, plan_of
from sangsaeng.portal.queries import to_dos_of_centre, to_dos_of_firm, to_dos_of_owner

SHOWN_ON_HOME = 6
LINES_ON_A_PAGE = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the centre does, how far the plan is, and what can be had now."""
    at = clock.now()
    plan = plan_of(latest_year())
    offers = (
        offers_visible_to(request.user)
        .open_at(at)
        .select_related("asset", "owner")
        .order_by("closes_at", "pk")[:SHOWN_ON_HOME]
    )
    chapters = chapters_of(plan)
    headline = [
        figure
        for chapter in chapters
        for figure in chapter.figures
        if figure.is_measured and not figure.target.is_milestone
    ]
    context = {"plan": plan, "chapters": chapters, "headline": headline, "offers": offers}
    return render(request, "portal/home.html", context)


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person today."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required saw to it
    organization = organization_of(user)
    at = clock.now()
    context: dict[str, Any] = {
        "organization": organization,
        "roles": ", ".join(str(CentreRole(role).label) for role in sorted(user.centre_roles)),
        "to_dos": [],
    }
    if user.is_officer:
        context["to_dos"] = to_dos_of_centre(at=at)
    elif organization and organization.is_large:
        context["to_dos"] = to_dos_of_owner(organization, at=at)
    elif organization:
        context["to_dos"] = to_dos_of_firm(organization, at=at)
    if user.centre_roles:
        plan = plan_of(latest_year())
        context |= {"plan": plan, "chapters": chapters_of(plan)}
    context["notices"] = user.notices.order_by("-created_at")[:5]
    return render(request, "portal/desk.html", context)


@login_required
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Show the audit trail to those who read everything."""
    user = request.user
    if not (isinstance(user, User) and user.reads_everything):
        raise PermissionDenied
    lines = AuditLine.objects.select_related("actor", "sealing").order_by("-pk")
    verb = request.GET.get("verb", "").strip()
    if verb:
        lines = lines.filter(verb__startswith=verb)
    context = {"page": page_of(lines, request, size=LINES_ON_A_PAGE), "verb": verb}
    return render(request, "portal/trail.html", context)
