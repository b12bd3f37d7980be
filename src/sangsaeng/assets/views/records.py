"""One asset: what is known, what is missing, its pictures, its story."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangsaeng.accounts.models import User
from sangsaeng.assets.actions import add_photos, change_asset, remove_photo
from sangsaeng.assets.actions.records import PHOTO_LIMIT
from sangsaeng.assets.choices import AssetClass, OfferState
from sangsaeng.assets.forms.records import PhotosForm, form_of
from sangsaeng.assets.models import Asset, AssetPhoto, Offer
from sangsaeng.assets.policies import can_be_offered, can_change_asset
from sangsaeng.assets.queries import (
    REQUIRED_TO_PUBLISH,
    assets_visible_to,
    offers_visible_to,
)
from sangsaeng.assets.views.facts import facts_of
from sangsaeng.assets.views.people import SignedIn
from sangsaeng.assets.views.stories import story_of
from sangsaeng.files.responses import send_file
from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused
from sangsaeng.kernel.words import won_text

LIVE = {OfferState.DRAFT, OfferState.PUBLISHED}


@dataclass(frozen=True)
class Item:
    """One thing an offer needs, and where it is filled in."""

    label: str | Promise
    done: bool
    field: str


@login_required
@require_safe
def asset(request: SignedIn, pk: int) -> HttpResponse:
    return _page(request, _asset(request, pk), PhotosForm())


def _page(request: SignedIn, thing: Asset, photos_form: PhotosForm) -> HttpResponse:
    photos = list(thing.photos.all())
    offers = list(Offer.objects.filter(asset=thing).order_by("-pk"))
    live = next((offer for offer in offers if offer.state in LIVE), None)
    changeable = can_change_asset(request.user, thing)
    on_offer = live is not None and live.is_published
    checklist = _checklist(thing, has_photo=bool(photos))
    context = {
        "asset": thing,
        "facts": [*facts_of(thing), *_more_facts(thing)],
        "photos": photos,
        "photos_left": PHOTO_LIMIT - len(photos),
        "photos_form": photos_form,
        "checklist": checklist,
        "missing": sum(not item.done for item in checklist),
        "offerable": can_be_offered(thing),
        "offers": offers,
        "live": live,
        "keeps": changeable,
        "may_change": changeable and not on_offer,
        "story": story_of(thing, offers),
    }
    return render(request, "assets/asset.html", context)


def _asset(request: SignedIn, pk: int) -> Asset:
    rows = assets_visible_to(request.user).select_related("owner", "ledger_import")
    return get_object_or_404(rows, pk=pk)


def _own_asset(request: SignedIn, pk: int) -> Asset:
    found = _asset(request, pk)
    if not can_change_asset(request.user, found):
        raise PermissionDenied
    return found


def _checklist(thing: Asset, *, has_photo: bool) -> list[Item]:
    required = REQUIRED_TO_PUBLISH[AssetClass(thing.asset_class)]
    items = [Item(label, bool(getattr(thing, name)), name) for name, label in required]
    pictured = has_photo or bool(thing.no_photo_reason)
    return [*items, Item(_("사진 또는 사진이 없는 사유"), pictured, "no_photo_reason")]


def _more_facts(thing: Asset) -> list[tuple[str, str]]:
    """List what only the owner's own page says."""
    used = thing.utilisation_percent
    facts = [
        (_("가동률"), f"{used.normalize():f}%" if used is not None else ""),
        (_("시가"), won_text(thing.market_value)),
        (_("시가의 근거"), thing.market_value_basis),
        (_("문의 부서"), thing.contact_role),
        (_("비고"), thing.note),
    ]
    return [(term, value) for term, value in facts if value]


@login_required
def change(request: SignedIn, pk: int) -> HttpResponse:
    thing = _own_asset(request, pk)
    form_class = form_of(thing)
    if request.method == "POST":
        form = form_class(request.POST)
        if form.is_valid():
            user = request.user
            try:
                change_asset(thing, facts=form.cleaned_data, by=user, at=clock.now())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("저장했습니다."))
                return redirect("assets:asset", thing.pk)
    else:
        form = form_class(initial={name: getattr(thing, name) for name in form_class.base_fields})
    needed = {item.field for item in _checklist(thing, has_photo=True) if not item.done}
    context = {"asset": thing, "form": form, "needed": needed}
    return render(request, "assets/asset_change.html", context)


@login_required
@require_POST
def photos(request: SignedIn, pk: int) -> HttpResponse:
    thing = _own_asset(request, pk)
    form = PhotosForm(request.POST, request.FILES)
    if form.is_valid():
        user, uploads = request.user, form.cleaned_data["photos"]
        try:
            add_photos(thing, uploads=uploads, by=user, at=clock.now())
        except Refused as refusal:
            form.add_error("photos", str(refusal))
        else:
            messages.success(request, _("사진을 올렸습니다."))
            return redirect("assets:asset", thing.pk)
    return _page(request, thing, form)


@login_required
@require_POST
def photo_remove(request: SignedIn, pk: int) -> HttpResponse:
    user = request.user
    seen = AssetPhoto.objects.filter(asset__in=assets_visible_to(user)).select_related("asset")
    found = get_object_or_404(seen, pk=pk)
    if not can_change_asset(user, found.asset):
        raise PermissionDenied
    try:
        remove_photo(found, by=user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("assets:asset", found.asset_id)


@require_safe
def photo(request: SignedIn, pk: int) -> HttpResponseBase:
    """Send a picture to whoever may see its asset, or an offer of it."""
    user = request.user
    seen = Q(asset__in=offers_visible_to(user).values("asset"))
    if isinstance(user, User):
        seen |= Q(asset__in=assets_visible_to(user))
    found = get_object_or_404(AssetPhoto.objects.filter(seen).select_related("file"), pk=pk)
    return send_file(found.file, inline=True, request=request)
