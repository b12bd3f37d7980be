"""Drafting an offer, publishing it under a frozen rule, and what ends it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangsaeng.assets.actions import (
    discard_offer,
    draft_offer,
    publish_offer,
    record_payment,
    redraft_offer,
    revoke_award,
    withdraw_offer,
)
from sangsaeng.assets.actions.offers import Terms, rule_text
from sangsaeng.assets.forms.fields import ReasonForm
from sangsaeng.assets.forms.offers import OfferForm, PaymentForm, default_terms
from sangsaeng.assets.models import Asset, Offer
from sangsaeng.assets.models import Request as AssetRequest
from sangsaeng.assets.policies import (
    can_be_offered,
    can_change_asset,
    can_manage_offer,
    can_revoke_award,
)
from sangsaeng.assets.queries import (
    assets_visible_to,
    missing_for_publishing,
    offers_visible_to,
    quantity_left,
    requests_visible_to,
)
from sangsaeng.assets.views.facts import rule_sentences
from sangsaeng.assets.views.people import SignedIn
from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused


@login_required
def offer_new(request: SignedIn, pk: int) -> HttpResponse:
    user = request.user
    asset = get_object_or_404(assets_visible_to(user).select_related("owner"), pk=pk)
    if not can_change_asset(user, asset):
        raise PermissionDenied
    left, at = quantity_left(asset), clock.now()
    form = OfferForm(_sent(request), initial=default_terms(asset, left=left, at=at))
    if form.is_valid():
        try:
            offer = draft_offer(asset, terms=form.terms(), by=user, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("assets:offer_publish", offer.pk)
    return _form_page(request, asset, form, left=left)


@login_required
def offer_change(request: SignedIn, pk: int) -> HttpResponse:
    offer = _own_offer(request, pk)
    terms: dict[str, Any] = {name: getattr(offer, name) for name in Terms.__dataclass_fields__}
    form = OfferForm(_sent(request), initial=terms)
    if form.is_valid():
        try:
            redraft_offer(offer, terms=form.terms(), by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("assets:offer_publish", offer.pk)
    return _form_page(request, offer.asset, form, left=quantity_left(offer.asset), offer=offer)


def _form_page(
    request: SignedIn, asset: Asset, form: OfferForm, *, left: int, offer: Offer | None = None
) -> HttpResponse:
    context = {
        "asset": asset,
        "form": form,
        "left": left,
        "offer": offer,
        "offerable": can_be_offered(asset),
    }
    return render(request, "assets/offer_form.html", context)


@login_required
def offer_publish(request: SignedIn, pk: int) -> HttpResponse:
    """Show exactly what will be frozen; then freeze it."""
    offer = _own_offer(request, pk)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            publish_offer(offer, by=request.user, at=clock.now())
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("공고했습니다. 접수가 시작되면 기업이 신청할 수 있습니다."))
            return redirect("assets:offer", offer.pk)
    elif not offer.is_draft:
        return redirect("assets:offer", offer.pk)
    context = {
        "offer": offer,
        "asset": offer.asset,
        "sentences": rule_sentences(offer),
        "canonical": rule_text(offer),
        "missing": missing_for_publishing(offer.asset),
        "late": offer.opens_at < clock.now(),
        "refusal": refusal,
    }
    return render(request, "assets/offer_publish.html", context)


@login_required
@require_POST
def offer_discard(request: SignedIn, pk: int) -> HttpResponse:
    offer = _own_offer(request, pk)
    try:
        discard_offer(offer, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("쓰던 공고를 버렸습니다."))
    return redirect("assets:asset", offer.asset_id)


@login_required
def offer_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    offer = _own_offer(request, pk)
    form = ReasonForm(_sent(request))
    if form.is_valid():
        reason, user = form.cleaned_data["reason"], request.user
        try:
            withdraw_offer(offer, reason=reason, by=user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("공고를 철회했습니다. 신청한 기업에 사유를 알렸습니다."))
            return redirect("assets:asset", offer.asset_id)
    waiting = offer.requests.filter(ended_at=None).count()
    context = {"offer": offer, "form": form, "waiting": waiting}
    return render(request, "assets/offer_withdraw.html", context)


@login_required
def award_revoke(request: SignedIn, pk: int) -> HttpResponse:
    asked = _asked(request, pk)
    user = request.user
    if not can_revoke_award(user, asked.offer):
        raise PermissionDenied
    form = ReasonForm(_sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            revoke_award(asked, reason=reason, by=user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("배정을 취소하고 사유를 알렸습니다."))
            return redirect("assets:request", asked.pk)
    return render(request, "assets/award_revoke.html", {"asked": asked, "form": form})


@login_required
def payment(request: SignedIn, pk: int) -> HttpResponse:
    """Record what the taker paid; a wrong figure is shown again here."""
    asked = _asked(request, pk)
    user = request.user
    if not can_manage_offer(user, asked.offer):
        raise PermissionDenied
    due = asked.offer.unit_price * asked.quantity
    form = PaymentForm(_sent(request), initial={"won": due})
    if form.is_valid():
        won = form.cleaned_data["won"]
        try:
            record_payment(asked, won=won, by=user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("대금을 기록했습니다."))
            return redirect("assets:request", asked.pk)
    return render(request, "assets/payment.html", {"asked": asked, "form": form, "due": due})


def _sent(request: SignedIn) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _own_offer(request: SignedIn, pk: int) -> Offer:
    user = request.user
    rows = offers_visible_to(user).select_related("asset", "owner")
    offer = get_object_or_404(rows, pk=pk)
    if not can_manage_offer(user, offer):
        raise PermissionDenied
    return offer


def _asked(request: SignedIn, pk: int) -> AssetRequest:
    rows = requests_visible_to(request.user)
    return get_object_or_404(rows.select_related("offer__owner", "firm"), pk=pk)
