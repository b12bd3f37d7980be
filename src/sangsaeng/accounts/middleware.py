"""Staff sign in with a second factor, or set one up before anything else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

# What setting it up may need, and the ways out; every other page waits.
OPEN_PAGES = frozenset(
    {
        "mfa_activate_totp",
        "mfa_index",
        "account_reauthenticate",
        "account_email",
        "account_confirm_email",
        "account_logout",
        "set_language",
    }
)


class StaffSecondFactorMiddleware:
    """Send centre people without an authenticator app to the page that sets it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        page = request.resolver_match.view_name if request.resolver_match else ""
        user = request.user
        if page in OPEN_PAGES or not user.is_authenticated:
            return None
        if not user.needs_second_factor or user.has_second_factor:
            return None
        setup = reverse("mfa_activate_totp")
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(setup)
        return redirect(setup)
