"""Ties between a large company and its partner firms."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.actions import confirm_tie, declare_tie, end_tie
from sangsaeng.organizations.forms import TieForm
from sangsaeng.organizations.models import PartnerTie
from sangsaeng.organizations.policies import (
    can_act_for,
    can_confirm_tie,
    can_declare_tie,
    can_end_tie,
)
from sangsaeng.organizations.queries import ties_visible_to
from sangsaeng.organizations.views.organizations import found, organization_page

if TYPE_CHECKING:
    from sangsaeng.accounts.models import User


@login_required
@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    organization, user = found(request, pk), cast("User", request.user)
    if not can_declare_tie(user, organization):
        raise PermissionDenied
    form = TieForm(request.POST)
    if form.is_valid():
        try:
            declare_tie(large_company=organization, **form.cleaned_data, by=user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("협력사에 확인을 부탁했습니다."))
            return redirect("organizations:detail", organization.pk)
    return organization_page(request, organization, tie_form=form)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    tie, user = _found(request, pk), cast("User", request.user)
    if not can_confirm_tie(user, tie):
        raise PermissionDenied
    try:
        confirm_tie(tie=tie, by=user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("organizations:detail", tie.firm_id)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    tie, user = _found(request, pk), cast("User", request.user)
    if not can_end_tie(user, tie):
        raise PermissionDenied
    try:
        end_tie(tie=tie, by=user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    own = tie.firm_id if can_act_for(user, tie.firm_id) else tie.large_company_id
    return redirect("organizations:detail", own)


def _found(request: HttpRequest, pk: int) -> PartnerTie:
    return get_object_or_404(ties_visible_to(cast("User", request.user)), pk=pk)
