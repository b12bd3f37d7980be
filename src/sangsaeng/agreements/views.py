"""The pages of agreements: the text on screen, and its paper."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sangsaeng.agreements.models import Agreement
from sangsaeng.agreements.queries import agreements_visible_to, parties_of
from sangsaeng.files.responses import send_file

if TYPE_CHECKING:
    from sangsaeng.accounts.models import User


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    agreement = _agreement(request, pk)
    context = {"agreement": agreement, "parties": parties_of(agreement)}
    return render(request, "agreements/detail.html", context)


@login_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    stored = _agreement(request, pk).paper
    if stored is None:
        raise Http404
    return send_file(stored, request=request)


def _agreement(request: HttpRequest, pk: int) -> Agreement:
    return get_object_or_404(agreements_visible_to(cast("User", request.user)), pk=pk)
