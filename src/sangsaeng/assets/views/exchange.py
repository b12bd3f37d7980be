"""The list of the exchange, one offer, and asking for it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sangsaeng.accounts.models import User
from sangsaeng.assets.actions import submit_request
from sangsaeng.assets.actions.requests import MoreThanOffered
from sangsaeng.assets.choices import RequestState
from sangsaeng.assets.forms.exchange import FilterForm
from sangsaeng.assets.forms.requests import AskForm
from sangsaeng.assets.models import Offer
from sangsaeng.assets.policies import (
    NoFirm,
    can_ask,
    can_manage_offer,
    place_in_line,
    refusal_of_moment,
    refusal_of_standing,
)
from sangsaeng.assets.queries import (
    list_exchange,
    offers_visible_to,
    request_of_firm,
    reserve_rank,
    situation_of,
    states_in_line,
    what_now,
    working_days_left,
)
from sangsaeng.assets.views.facts import facts_of, rule_sentences
from sangsaeng.assets.views.people import SignedIn
from sangsaeng.kernel import clock
from sangsaeng.kernel.pages import render_part
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.queries import acting_firm, organization_of


@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    """Show what is on offer."""
    user = request.user
    firm = organization_of(user) if isinstance(user, User) else None
    form = FilterForm(request.GET, has_firm=bool(firm and firm.is_sme))
    page = _page_number(request.GET.get("page", ""))
    listing = list_exchange(user, form.filters(), page=page, at=clock.now())
    others = request.GET.copy()
    others.pop("page", None)
    context = {
        "form": form,
        "listing": listing,
        "first": f"?{others.urlencode()}" if page > 1 else "",
        "next": f"?{_with_page(others.urlencode(), page + 1)}" if listing.more else "",
        "filtered": any(others.values()),
    }
    return render_part(request, "assets/exchange.html", context, part="offers")


@require_safe
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one offer: the thing, the rule, the clock, and what I can do."""
    user, at = request.user, clock.now()
    rows = offers_visible_to(user).published().without_words().select_related("asset", "owner")
    offer = get_object_or_404(rows, pk=pk)
    counts = states_in_line(offer)
    mine = request_of_firm(offer, user) if isinstance(user, User) else None
    if mine and mine.state == RequestState.WITHDRAWN:
        mine = None
    situation = situation_of(offer, counts, mine.state if mine else None)
    context = {
        "offer": offer,
        "asset": offer.asset,
        "facts": facts_of(offer.asset),
        "rule": rule_sentences(offer),
        "photos": list(offer.asset.photos.values_list("pk", flat=True)),
        "now": what_now(situation, at),
        "days": working_days_left(offer.closes_at, at=at),
        "asked": situation.asked,
        "waiting": situation.waiting,
        "mine": mine,
        "rank": reserve_rank(mine) if mine and mine.state == RequestState.RESERVE else None,
        "takes_requests": offer.takes_requests(at),
        "may_ask": isinstance(user, User) and can_ask(user) and mine is None,
        "why_not": why_not(offer, user) if isinstance(user, User) and can_ask(user) else None,
        "manages": isinstance(user, User) and can_manage_offer(user, offer),
    }
    return render(request, "assets/offer.html", context)


@login_required
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Ask for an asset, knowing beforehand what the line will answer."""
    user, at = request.user, clock.now()
    rows = offers_visible_to(user).published().without_words().select_related("asset", "owner")
    offer = get_object_or_404(rows, pk=pk)
    form = AskForm(request.POST or None, offer=offer)
    if request.method == "POST" and not can_ask(user):
        raise PermissionDenied
    if form.is_valid():
        try:
            made = submit_request(
                offer,
                quantity=form.cleaned_data["quantity"],
                purpose=form.cleaned_data["purpose"],
                by=user,
                at=at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("신청되었습니다: %(number)s") % {"number": made.number})
            return redirect("assets:request", made.pk)
    context = {
        "offer": offer,
        "form": form,
        "may_ask": can_ask(user),
        "why_not": why_not(offer, user) if can_ask(user) else None,
        "place": _place(offer, request.POST.get("quantity") or request.GET.get("quantity", "1")),
    }
    return render_part(request, "assets/ask.html", context, part="place")


def _place(offer: Offer, quantity: str) -> dict[str, Any]:
    """Say what asking for so many now would give; the asking itself decides."""
    wanted = int(quantity) if quantity.isdecimal() and len(quantity) < len("10000") else 1
    place = place_in_line(
        wanted,
        remaining=offer.remaining,
        waiting=states_in_line(offer).get(RequestState.RESERVE, 0),
        reserve_limit=offer.reserve_limit,
    )
    too_many = MoreThanOffered(quantity=offer.quantity) if wanted > offer.quantity else None
    return {"at_once": place == 0, "reserve": place, "full": place is None, "too_many": too_many}


def why_not(offer: Offer, user: User) -> Refused | None:
    """Say why this person cannot ask now, if so."""
    at = clock.now()
    acting = acting_firm(user, towards=offer.owner_id, on=timezone.localdate(at))
    if acting is None:
        return NoFirm()
    return refusal_of_moment(offer, at) or refusal_of_standing(offer, acting[1])


def _page_number(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < len("10000") else 1


def _with_page(query: str, page: int) -> str:
    return f"{query}&page={page}" if query else f"page={page}"
