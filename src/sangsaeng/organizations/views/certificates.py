"""SME certificates: handed in, read, decided on."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sangsaeng.files.responses import send_file
from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.actions import (
    approve_certificate,
    refuse_certificate,
    submit_certificate,
)
from sangsaeng.organizations.forms import CertificateForm, ReasonForm
from sangsaeng.organizations.models import SmeCertificate
from sangsaeng.organizations.policies import can_act_for, can_decide
from sangsaeng.organizations.queries import certificates_visible_to
from sangsaeng.organizations.views.organizations import found

if TYPE_CHECKING:
    from sangsaeng.accounts.models import User


@login_required
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    organization, user = found(request, pk), cast("User", request.user)
    if not can_act_for(user, organization.pk):
        raise PermissionDenied
    form = CertificateForm()
    if request.method == "POST":
        form = CertificateForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                submit_certificate(
                    organization=organization, paper=form.paper(), by=user, at=clock.now()
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("확인서를 받았습니다. 담당자가 확인한 뒤 알려 드립니다.")
                )
                return redirect("organizations:detail", organization.pk)
    context = {"form": form, "organization": organization}
    return render(request, "organizations/renew.html", context)


@login_required
@require_GET
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    return _certificate_page(request, _found(request, pk), ReasonForm())


@login_required
@require_GET
def certificate_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    rows = certificates_visible_to(cast("User", request.user)).exclude(file=None)
    paper = get_object_or_404(rows, pk=pk)
    assert paper.file  # noqa: S101 - the lookup leaves out those without
    return send_file(paper.file, inline=True, request=request)


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    paper, user = _found(request, pk), cast("User", request.user)
    if not can_decide(user):
        raise PermissionDenied
    try:
        approve_certificate(certificate=paper, by=user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("organizations:certificate", paper.pk)
    messages.success(request, _("확인서를 승인하고 기업에 알렸습니다."))
    return redirect("organizations:registrations")


@login_required
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    paper, user = _found(request, pk), cast("User", request.user)
    if not can_decide(user):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            refuse_certificate(
                certificate=paper, reason=form.cleaned_data["reason"], by=user, at=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("확인서를 반려하고 기업에 이유를 알렸습니다."))
            return redirect("organizations:registrations")
    return _certificate_page(request, paper, form)


def _found(request: HttpRequest, pk: int) -> SmeCertificate:
    rows = certificates_visible_to(cast("User", request.user))
    return get_object_or_404(rows.select_related("organization", "file"), pk=pk)


def _certificate_page(
    request: HttpRequest, paper: SmeCertificate, form: ReasonForm
) -> HttpResponse:
    waiting = not (paper.approved_at or paper.refused_at)
    context = {
        "certificate": paper,
        "form": form,
        "waiting": waiting,
        "may_decide": waiting and can_decide(cast("User", request.user)),
    }
    return render(request, "organizations/certificate.html", context)
