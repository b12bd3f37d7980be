"""Organizations: the list, one of them, mine."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sangsaeng.kernel import clock
from sangsaeng.kernel.pages import page_of
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.actions import enter_organization
from sangsaeng.organizations.forms import FirmForm, InvitationForm, SearchForm, TieForm
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.policies import (
    can_act_for,
    can_decide,
    can_read_all,
    can_register,
    can_see_papers,
)
from sangsaeng.organizations.queries import (
    certificates_visible_to,
    invitations_visible_to,
    memberships_visible_to,
    open_invitations_to,
    organization_of,
    organizations_matching,
    organizations_visible_to,
    registrations_visible_to,
    ties_visible_to,
)
from sangsaeng.organizations.tasks import invitation_token

if TYPE_CHECKING:
    from sangsaeng.accounts.models import User


@login_required
@require_GET
def organizations(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    if not can_read_all(user):
        return redirect("organizations:mine")
    form = SearchForm(request.GET)
    found = organizations_matching(organizations_visible_to(user), **form.filters())
    context = {"form": form, "page": page_of(found, request), "may_enter": can_decide(user)}
    return render(request, "organizations/list.html", context)


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    organization = organization_of(user)
    if organization:
        return redirect("organizations:detail", organization.pk)
    context = {
        "invitations": [
            (invitation, invitation_token(invitation))
            for invitation in open_invitations_to(user, at=clock.now())
        ],
        "registration": registrations_visible_to(user).filter(applicant=user).first(),
        "may_register": can_register(user),
    }
    return render(request, "organizations/mine.html", context)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return organization_page(request, found(request, pk))


@login_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    if not can_decide(user):
        raise PermissionDenied
    form = FirmForm(request.POST or None, initial={"size": "LARGE"})
    if request.method == "POST" and form.is_valid():
        try:
            organization = enter_organization(facts=form.facts(), by=user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("organizations:detail", organization.pk)
    return render(request, "organizations/enter.html", {"form": form})


def found(request: HttpRequest, pk: int) -> Organization:
    """Find an organization the person may open."""
    return get_object_or_404(organizations_visible_to(cast("User", request.user)), pk=pk)


def organization_page(
    request: HttpRequest,
    organization: Organization,
    *,
    invitation_form: forms.Form | None = None,
    tie_form: forms.Form | None = None,
) -> HttpResponse:
    """Show an organization; a form that was sent comes back with its errors.

    A partner sees the facts and the tie; papers and people are for the firm's
    own people and the centre.
    """
    user = cast("User", request.user)
    acts = can_act_for(user, organization.pk)
    context: dict[str, Any] = {
        "organization": organization,
        "today": clock.today(),
        "acts": acts,
        "may_manage": acts or can_decide(user),
        "may_declare": acts and organization.is_large,
        "ties": [
            tie
            for tie in ties_visible_to(user)
            if organization.pk in {tie.firm_id, tie.large_company_id}
        ],
        "invitation_form": invitation_form or InvitationForm(),
        "tie_form": tie_form or TieForm(),
    }
    if can_see_papers(user, organization.pk):
        context |= {
            "inside": True,
            "certificates": certificates_visible_to(user).filter(organization=organization),
            "memberships": memberships_visible_to(user).filter(organization=organization),
            "invitations": invitations_visible_to(user)
            .open(clock.now())
            .filter(organization=organization),
        }
    return render(request, "organizations/detail.html", context)
