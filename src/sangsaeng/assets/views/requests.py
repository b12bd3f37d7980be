"""Asking, and the one page that carries an award through."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangsaeng.accounts.models import User
from sangsaeng.agreements.choices import Side
from sangsaeng.agreements.queries import parties_of
from sangsaeng.assets.actions import (
    accept_award,
    decline_award,
    sign_agreement,
    withdraw_request,
)
from sangsaeng.assets.choices import OPEN_REQUESTS, PriceModel, RequestState
from sangsaeng.assets.forms.requests import AcceptForm, DeclineForm, SignForm
from sangsaeng.assets.models import Request
from sangsaeng.assets.policies import can_answer_for, can_revoke_award
from sangsaeng.assets.queries import (
    history_of,
    request_tone,
    requests_visible_to,
    requests_with_parties,
    reserve_rank,
    working_days_left,
)
from sangsaeng.assets.views.people import SignedIn
from sangsaeng.assets.views.standing import (
    Phase,
    Seat,
    hand_over_of,
    phase_of,
    seat_of,
    steps_of,
    task_of,
)
from sangsaeng.kernel import clock
from sangsaeng.kernel.pages import page_of
from sangsaeng.kernel.refusals import Refused

SIDES = {Seat.TAKER: Side.TAKER, Seat.GIVER: Side.GIVER}
TABS = {
    "open": [RequestState.AWARDED, RequestState.ACCEPTED],
    "reserve": [RequestState.RESERVE],
    "received": [RequestState.RECEIVED],
    "ended": sorted(set(RequestState) - OPEN_REQUESTS - {RequestState.RECEIVED}),
}


@login_required
@require_safe
def requests(request: SignedIn) -> HttpResponse:
    """List requests: a firm's own, those on the owner's offers, the centre's all."""
    user, at = request.user, clock.now()
    rows = requests_with_parties(requests_visible_to(user))
    tab = request.GET.get("state", "")
    if tab in TABS:
        rows = rows.filter(state__in=TABS[tab])
    page = page_of(rows, request)
    context = {
        "page": page,
        "rows": [(row, request_tone(row.state), _days_to_answer(row, at)) for row in page],
        "tabs": [
            ("", _("전체")),
            ("open", _("진행 중")),
            ("reserve", _("예비순위")),
            ("received", _("인수 완료")),
            ("ended", _("끝남")),
        ],
        "tab": tab if tab in TABS else "",
        "as_table": user.reads_everything,
    }
    return render(request, "assets/requests.html", context)


def _days_to_answer(row: Request, at: datetime) -> int | None:
    if row.state != RequestState.AWARDED:
        return None
    return working_days_left(row.award.expires_at, at=at)


@login_required
@require_safe
def request(request: SignedIn, pk: int) -> HttpResponse:
    """Show one request from asking to the receipt."""
    return _page(request, pk)


@login_required
@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    """Accept an award."""
    wish = _own_request(request, pk)
    form = AcceptForm(request.POST)
    return _settle(
        request,
        wish,
        form,
        lambda: accept_award(wish, by=request.user, at=clock.now()),
        key="accept_form",
    )


@login_required
@require_POST
def decline(request: SignedIn, pk: int) -> HttpResponse:
    """Give an award up, with the reason."""
    wish = _own_request(request, pk)
    form = DeclineForm(request.POST)
    return _settle(
        request,
        wish,
        form,
        lambda: decline_award(
            wish, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
        ),
        key="decline_form",
    )


@login_required
@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take a request back."""
    wish = _own_request(request, pk)
    return _settle(
        request,
        wish,
        Form(request.POST),
        lambda: withdraw_request(wish, by=request.user, at=clock.now()),
        key="withdraw_form",
    )


@login_required
@require_POST
def sign(request: SignedIn, pk: int) -> HttpResponse:
    """Sign the agreement for one's own side."""
    user = request.user
    wish = get_object_or_404(_rows(user), pk=pk)
    seat = seat_of(user, wish)
    if seat not in SIDES:
        raise PermissionDenied
    form = SignForm(request.POST)
    return _settle(
        request,
        wish,
        form,
        lambda: sign_agreement(
            wish,
            side=SIDES[seat],
            typed_name=form.cleaned_data["typed_name"],
            sha256=form.cleaned_data["sha256"],
            by=user,
            at=clock.now(),
        ),
        key="sign_form",
    )


def _rows(user: User) -> QuerySet[Request]:
    return requests_with_parties(requests_visible_to(user))


def _own_request(request: SignedIn, pk: int) -> Request:
    user = request.user
    wish = get_object_or_404(_rows(user), pk=pk)
    if not can_answer_for(user, wish.firm_id):
        raise PermissionDenied
    return wish


def _settle(
    request: SignedIn, wish: Request, form: Form, act: Callable[[], object], *, key: str
) -> HttpResponse:
    """Answer a press of a button: go on when it was done, else say why not, in place."""
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("assets:request", wish.pk)
    return _page(request, wish.pk, failed=form, **{key: form})


def _page(request: SignedIn, pk: int, *, failed: Form | None = None, **forms: Form) -> HttpResponse:
    user, at = request.user, clock.now()
    rows = _rows(user).select_related("award__hand_over", "award__agreement")
    wish = get_object_or_404(rows.prefetch_related("award__agreement__signatures__signer"), pk=pk)
    award = getattr(wish, "award", None)
    agreement = award.agreement if award else None
    seat, phase = seat_of(user, wish), phase_of(wish)
    parties = parties_of(agreement) if agreement else ()
    signed = any(party.signature and party.side == SIDES.get(seat) for party in parties)
    forms = {
        "accept_form": AcceptForm(),
        "decline_form": DeclineForm(),
        "sign_form": SignForm(initial={"sha256": agreement.sha256 if agreement else ""}),
    } | forms
    context = {
        **forms,
        "failed": failed,
        "wish": wish,
        "offer": wish.offer,
        "award": award,
        "agreement": agreement,
        "parties": parties,
        "hand_over": hand_over_of(award),
        "phase": phase,
        "steps": steps_of(wish),
        "task": task_of(wish, seat, signed=signed, at=at),
        "tone": request_tone(wish.state),
        "rank": reserve_rank(wish) if phase == Phase.WAIT else None,
        "history": history_of(wish),
        "low_price": wish.offer.price_model == PriceModel.LOW_PRICE,
    }
    return render(
        request, "assets/request.html", context | _rights(user, wish, seat, signed=signed)
    )


def _rights(user: User, wish: Request, seat: Seat, *, signed: bool) -> dict[str, bool]:
    """Say what this person may see and press on the page."""
    phase, taker, giver = phase_of(wish), seat == Seat.TAKER, seat == Seat.GIVER
    before_force = phase in {Phase.ACCEPT, Phase.SIGN}
    return {
        "sees_purpose": taker or user.reads_everything or hasattr(wish, "award"),
        "can_accept": taker and phase == Phase.ACCEPT,
        "can_decline": taker and before_force,
        "can_withdraw": taker and phase == Phase.WAIT,
        "can_sign": seat in SIDES and phase == Phase.SIGN and not signed,
        "can_deliver": giver and phase == Phase.DELIVER,
        "can_receive": taker and phase == Phase.RECEIVE,
        "can_revoke": phase in {Phase.ACCEPT, Phase.SIGN, Phase.DELIVER}
        and can_revoke_award(user, wish.offer),
        "is_giver": giver,
    }
