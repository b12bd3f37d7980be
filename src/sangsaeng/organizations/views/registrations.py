"""A firm asks to be let in; officers decide."""

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
from sangsaeng.kernel.pages import page_of
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.actions import (
    approve_registration,
    refuse_registration,
    submit_registration,
)
from sangsaeng.organizations.forms import ReasonForm, RegistrationForm
from sangsaeng.organizations.models import Registration
from sangsaeng.organizations.policies import can_decide, can_read_all, can_register
from sangsaeng.organizations.queries import (
    certificates_visible_to,
    registrations_visible_to,
)

if TYPE_CHECKING:
    from sangsaeng.accounts.models import User


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    if not can_register(user):
        raise PermissionDenied
    last = registrations_visible_to(user).select_related("certificate").first()
    kept = last.certificate if last else None
    if request.method != "POST":
        form = RegistrationForm(initial=_typed(last), kept=kept)
        return render(request, "organizations/register.html", {"form": form, "last": last})
    form = RegistrationForm(request.POST, request.FILES, kept=kept)
    if form.is_valid():
        try:
            submit_registration(
                facts=form.facts(), paper=form.paper_if_due(), by=user, at=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("등록 신청을 받았습니다. 결과를 알림으로 알려 드립니다."))
            return redirect("organizations:mine")
    return render(request, "organizations/register.html", {"form": form, "last": last})


@login_required
@require_GET
def registrations(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    if not can_read_all(user):
        raise PermissionDenied
    waiting = registrations_visible_to(user).waiting().order_by("submitted_at", "pk")
    context = {
        "page": page_of(waiting.select_related("applicant"), request),
        "certificates": certificates_visible_to(user)
        .waiting()
        .select_related("organization", "file")
        .order_by("submitted_at", "pk"),
    }
    return render(request, "organizations/registrations.html", context)


@login_required
@require_GET
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    return _registration_page(request, _found(request, pk), ReasonForm())


@login_required
@require_GET
def registration_certificate(request: HttpRequest, pk: int) -> HttpResponseBase:
    asked = get_object_or_404(
        registrations_visible_to(cast("User", request.user)).exclude(certificate=None), pk=pk
    )
    assert asked.certificate  # noqa: S101 - the lookup leaves out those without
    return send_file(asked.certificate, inline=True, request=request)


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    asked, user = _found(request, pk), cast("User", request.user)
    if not can_decide(user):
        raise PermissionDenied
    try:
        organization = approve_registration(registration=asked, by=user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("organizations:registration", asked.pk)
    messages.success(request, _("등록을 승인하고 신청자에게 알렸습니다."))
    return redirect("organizations:detail", organization.pk)


@login_required
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    asked, user = _found(request, pk), cast("User", request.user)
    if not can_decide(user):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            refuse_registration(
                registration=asked, reason=form.cleaned_data["reason"], by=user, at=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("등록을 반려하고 신청자에게 이유를 알렸습니다."))
            return redirect("organizations:registrations")
    return _registration_page(request, asked, form)


def _found(request: HttpRequest, pk: int) -> Registration:
    rows = registrations_visible_to(cast("User", request.user))
    return get_object_or_404(rows.select_related("applicant", "certificate", "decided_by"), pk=pk)


def _registration_page(request: HttpRequest, asked: Registration, form: ReasonForm) -> HttpResponse:
    context = {
        "registration": asked,
        "form": form,
        "may_decide": can_decide(cast("User", request.user)),
    }
    return render(request, "organizations/registration.html", context)


def _typed(last: Registration | None) -> dict[str, object]:
    """Return what was typed the last time, for somebody who asks again."""
    if last is None:
        return {}
    same = ("business_number", "name", "size", "ksic", "region", "address")
    return {name: getattr(last, name) for name in same} | {
        "number": last.certificate_number,
        "valid_from": last.certificate_from,
        "valid_until": last.certificate_until,
    }
