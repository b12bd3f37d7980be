"""Who acts for an organization."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.actions import (
    accept_invitation,
    digest_of,
    end_membership,
    invite_member,
    revoke_invitation,
)
from sangsaeng.organizations.forms import InvitationForm
from sangsaeng.organizations.models import Invitation
from sangsaeng.organizations.policies import can_manage_members
from sangsaeng.organizations.queries import (
    invitations_visible_to,
    memberships_visible_to,
    verified_addresses,
)
from sangsaeng.organizations.views.organizations import found, organization_page

if TYPE_CHECKING:
    from sangsaeng.accounts.models import User


@login_required
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    organization, user = found(request, pk), cast("User", request.user)
    if not can_manage_members(user, organization.pk):
        raise PermissionDenied
    form = InvitationForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            invite_member(organization=organization, email=email, by=user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("초대하는 메일을 보냈습니다: %(email)s") % {"email": email})
            return redirect("organizations:detail", organization.pk)
    return organization_page(request, organization, invitation_form=form)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    invitation = get_object_or_404(invitations_visible_to(user), pk=pk)
    if not can_manage_members(user, invitation.organization_id):
        raise PermissionDenied
    try:
        revoke_invitation(invitation=invitation, by=user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("organizations:detail", invitation.organization_id)


@sensitive_variables("token")
@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever holds its link; accept it for whom it was meant."""
    user, now = cast("User", request.user), clock.now()
    invitation = get_object_or_404(
        Invitation.objects.select_related("organization", "invited_by"), digest=digest_of(token)
    )
    if request.method == "POST":
        try:
            accept_invitation(invitation=invitation, by=user, at=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("organizations:join", token)
        messages.success(request, _("이제 이 조직의 담당자입니다."))
        return redirect("organizations:detail", invitation.organization_id)
    context = {
        "invitation": invitation,
        "open": invitation.is_open(now),
        "meant": invitation.email in verified_addresses(user),
    }
    return render(request, "organizations/join.html", context)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    membership = get_object_or_404(memberships_visible_to(user), pk=pk)
    if not can_manage_members(user, membership.organization_id):
        raise PermissionDenied
    try:
        end_membership(membership=membership, by=user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    if membership.user_id == user.pk:
        return redirect("organizations:mine")
    return redirect("organizations:detail", membership.organization_id)
