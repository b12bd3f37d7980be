"""One's own account: profile, consents, API tokens, language."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as switch_language

from sangsaeng.accounts.actions import (
    change_language,
    change_profile,
    create_token,
    give_consent,
    revoke_token,
    withdraw_consent,
)
from sangsaeng.accounts.choices import REQUIRED_CONSENTS, TEXT_VERSIONS, ConsentKind
from sangsaeng.accounts.forms import LANGUAGES, ProfileForm, TokenForm
from sangsaeng.accounts.models import User
from sangsaeng.accounts.queries import live_consents, tokens_of
from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused

# Where a new key waits between the form and the page that shows it, once.
NEW_KEY = "accounts.new_key"


class Request(HttpRequest):
    """A request of somebody who signed in."""

    user: User


@login_required
def profile(request: Request) -> HttpResponse:
    user = request.user
    kept = {"name": user.name, "phone": user.phone, "language": user.language}
    form = ProfileForm(request.POST or None, initial=kept)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/profile.html", {"form": form, "here": "profile"})
    at, typed = clock.now(), form.cleaned_data
    change_profile(user, name=typed["name"], phone=typed["phone"], by=user, at=at)
    change_language(user, language=typed["language"], by=user, at=at)
    with translation.override(user.language):
        messages.success(request, _("저장했습니다."))
    response = redirect("accounts:profile")
    get_adapter().speak(response, user.language)
    return response


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language; of somebody signed in, for every device and mail."""
    language = request.POST.get("language")
    if isinstance(request.user, User) and language in dict(LANGUAGES):
        change_language(request.user, language=language, by=request.user, at=clock.now())
    response: HttpResponse = switch_language(request)
    return response


@login_required
@require_GET
def consents(request: Request) -> HttpResponse:
    given = live_consents(request.user)
    rows = [
        {"kind": kind, "consent": given.get(kind), "required": kind in REQUIRED_CONSENTS}
        for kind in ConsentKind
    ]
    return render(request, "accounts/consents.html", {"rows": rows, "here": "consents"})


@login_required
@require_POST
def answer_consent(request: Request, code: str) -> HttpResponse:
    kind = _kind(code)
    answer = withdraw_consent if "withdraw" in request.POST else give_consent
    try:
        answer(request.user, kind, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("저장했습니다."))
    return redirect("accounts:consents")


@login_required
@never_cache
def tokens(request: Request) -> HttpResponse:
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, days = request.user, form.cleaned_data["days"]
        _token, request.session[NEW_KEY] = create_token(user, by=user, at=clock.now(), days=days)
        return redirect("accounts:tokens")
    now = clock.now()
    context: dict[str, Any] = {
        "form": form,
        "rows": [(token, token.is_live(now)) for token in tokens_of(request.user)],
        "key": request.session.pop(NEW_KEY, None),
        "here": "tokens",
    }
    return render(request, "accounts/tokens.html", context)


@login_required
@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    token = get_object_or_404(tokens_of(request.user), pk=pk)
    revoke_token(token, by=request.user, at=clock.now())
    messages.success(request, _("토큰을 폐기했습니다."))
    return redirect("accounts:tokens")


@require_GET
def text(request: HttpRequest, code: str) -> HttpResponse:
    """Show what one agrees to, in the version that counts now."""
    kind = _kind(code)
    context = {
        "kind": kind,
        "version": TEXT_VERSIONS[kind],
        "passage": f"accounts/texts/{kind.lower()}.html",
    }
    return render(request, "accounts/text.html", context)


def _kind(code: str) -> ConsentKind:
    try:
        return ConsentKind(code.upper())
    except ValueError as error:
        raise Http404 from error
