"""The inbox."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from sangsaeng.kernel import clock
from sangsaeng.kernel.pages import page_of
from sangsaeng.notices.actions import mark_all_read, mark_read
from sangsaeng.notices.queries import notices_visible_to, unread_count

if TYPE_CHECKING:
    from sangsaeng.accounts.models import User


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    page = page_of(notices_visible_to(user), request)
    return render(request, "notices/inbox.html", {"page": page, "unread": unread_count(user)})


@login_required
@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(notices_visible_to(cast("User", request.user)), pk=pk)
    mark_read(notice, at=clock.now())
    if url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None):
        return redirect(notice.path)
    return redirect("notices:inbox")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(by=cast("User", request.user), at=clock.now())
    return redirect("notices:inbox")
