"""The hand-over: the giver's record, the taker's confirmation, the receipt."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from sangsaeng.accounts.models import User
from sangsaeng.assets.actions import confirm_receipt, record_delivery_with_uploads
from sangsaeng.assets.actions.handovers import expected_serial
from sangsaeng.assets.forms.handovers import DeliverForm, ReceiveForm
from sangsaeng.assets.models import HandOver, HandOverPhoto
from sangsaeng.assets.policies import can_answer_for
from sangsaeng.assets.queries import hand_overs_visible_to
from sangsaeng.assets.views.people import SignedIn
from sangsaeng.files.responses import send_file
from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.queries import organization_of


@login_required
@require_safe
def hand_over(request: SignedIn, pk: int) -> HttpResponse:
    """Show the receipt; its people's names are for both parties and the centre's staff."""
    user = request.user
    row = get_object_or_404(_rows(user), pk=pk)
    organization = organization_of(user)
    parties = {row.giver_id, row.taker_id}
    context = {
        "row": row,
        "award": row.award,
        "asset": row.award.offer.asset,
        "photos": list(row.photos.values_list("pk", flat=True)),
        "sees_people": user.reads_everything or (organization and organization.pk in parties),
        "can_deliver": not row.delivered_at and can_answer_for(user, row.giver_id),
        "can_receive": bool(row.delivered_at and not row.received_at)
        and can_answer_for(user, row.taker_id),
    }
    return render(request, "assets/hand_over.html", context)


@login_required
def deliver(request: SignedIn, pk: int) -> HttpResponse:
    """Record that the thing left."""
    user = request.user
    row = get_object_or_404(_rows(user), pk=pk)
    if not can_answer_for(user, row.giver_id):
        raise PermissionDenied
    asset = row.award.offer.asset
    form = DeliverForm(
        request.POST or None, request.FILES or None, has_serial=bool(expected_serial(asset))
    )
    if form.is_valid():
        typed = form.cleaned_data
        try:
            record_delivery_with_uploads(
                row,
                serial=typed["serial"],
                note=typed["note"],
                uploads=typed["photos"],
                by=user,
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("assets:request", row.award.request_id)
    context = {"row": row, "asset": asset, "form": form}
    return render(request, "assets/hand_over_deliver.html", context)


@login_required
def receive(request: SignedIn, pk: int) -> HttpResponse:
    """Confirm that the thing arrived."""
    user = request.user
    row = get_object_or_404(_rows(user), pk=pk)
    if not can_answer_for(user, row.taker_id):
        raise PermissionDenied
    posted = request.method == "POST"
    form = ReceiveForm(request.POST if posted else None)
    if form.is_valid():
        try:
            confirm_receipt(row, note=form.cleaned_data["note"], by=user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("assets:hand_over", row.pk)
    context = {
        "row": row,
        "asset": row.award.offer.asset,
        "form": form,
        "photos": list(row.photos.values_list("pk", flat=True)),
    }
    return render(request, "assets/hand_over_receive.html", context)


@login_required
@require_safe
def hand_over_photo(request: SignedIn, pk: int, photo: int) -> HttpResponseBase:
    """Send one picture of a hand-over."""
    row = get_object_or_404(hand_overs_visible_to(request.user), pk=pk)
    shot = get_object_or_404(HandOverPhoto.objects.select_related("file"), pk=photo, hand_over=row)
    return send_file(shot.file, inline=True, request=request)


def _rows(user: User) -> QuerySet[HandOver]:
    return hand_overs_visible_to(user).select_related(
        "giver",
        "taker",
        "delivered_by",
        "received_by",
        "award__request",
        "award__agreement",
        "award__offer__asset",
    )
