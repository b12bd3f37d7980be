"""The hand-over: the giver records it, the taker confirms it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sangsaeng.accounts.models import User
from sangsaeng.assets.actions.chain import end_request, finish_if_all_received, lock_request
from sangsaeng.assets.choices import RequestState
from sangsaeng.assets.models import Asset, HandOver, HandOverPhoto
from sangsaeng.assets.tasks import tell_of_step
from sangsaeng.audit.actions import record
from sangsaeng.files.actions import store_upload
from sangsaeng.files.choices import PICTURES
from sangsaeng.files.models import StoredFile
from sangsaeng.kernel.refusals import Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class AwardEnded(Refused):
    """The award ended before the hand-over."""

    message = _("배정이 끝나 인수인계를 진행할 수 없습니다.")
    conflict = True


class OtherSerial(Refused):
    """The serial on the machine is not the one that was awarded (H14)."""

    message = _("배정된 자산의 시리얼번호와 다릅니다. 배정된 번호: %(serial)s")


class PhotosMissing(Refused):
    """A hand-over is proved by at least one picture."""

    message = _("인도 사진을 한 장 이상 올려 주세요.")


class DeliveredBefore(Refused):
    """The giver recorded the delivery already."""

    message = _("이미 인도를 기록하셨습니다.")
    conflict = True


class NotDelivered(Refused):
    """The giver has not recorded the delivery."""

    message = _("제공기업이 인도를 기록한 뒤에 인수를 확인할 수 있습니다.")
    conflict = True


class ReceivedBefore(Refused):
    """The taker confirmed already."""

    message = _("이미 인수를 확인하셨습니다.")
    conflict = True


@transaction.atomic
def record_delivery(
    hand_over: HandOver,
    *,
    serial: str,
    note: str,
    photos: Sequence[StoredFile],
    by: User,
    at: datetime,
) -> HandOver:
    """Record that the thing left: with its serial, when the ledger has one, and pictures."""
    hand_over = _lock(hand_over)
    if hand_over.delivered_at:
        raise DeliveredBefore
    if not photos:
        raise PhotosMissing
    expected = expected_serial(hand_over.award.offer.asset)
    if expected and serial.strip().upper() != expected.upper():
        raise OtherSerial(serial=expected)
    hand_over.serial = serial.strip()
    hand_over.delivery_note = note
    hand_over.delivered_at = at
    hand_over.delivered_by = by
    hand_over.save(update_fields=["serial", "delivery_note", "delivered_at", "delivered_by"])
    HandOverPhoto.objects.bulk_create(
        HandOverPhoto(hand_over=hand_over, file=photo) for photo in photos
    )
    shots = [photo.sha256 for photo in photos]
    record("hand_over.delivered", on=hand_over, by=by, at=at, photos=shots)
    request_id = hand_over.award.request_id
    tell_of_step.defer(request_id=request_id, step="DELIVERED", at=at.isoformat())
    return hand_over


@transaction.atomic
def record_delivery_with_uploads(
    hand_over: HandOver,
    *,
    serial: str,
    note: str,
    uploads: "Sequence[UploadedFile[bytes]]",
    by: User,
    at: datetime,
) -> HandOver:
    """Record a delivery with pictures straight from a form; a refusal keeps none of them."""
    photos = [store_upload(upload, kinds=PICTURES, by=by, at=at) for upload in uploads]
    return record_delivery(hand_over, serial=serial, note=note, photos=photos, by=by, at=at)


@transaction.atomic
def confirm_receipt(hand_over: HandOver, *, note: str, by: User, at: datetime) -> HandOver:
    """Confirm that the thing arrived: now the plan counts it."""
    hand_over = _lock(hand_over)
    if not hand_over.delivered_at:
        raise NotDelivered
    if hand_over.received_at:
        raise ReceivedBefore
    hand_over.receipt_note = note
    hand_over.received_at = at
    hand_over.received_by = by
    hand_over.save(update_fields=["receipt_note", "received_at", "received_by"])
    record("hand_over.received", on=hand_over, by=by, at=at)
    request = hand_over.award.request
    end_request(
        request, state=RequestState.RECEIVED, reason=gettext_noop("인수를 확인했습니다."), at=at
    )
    finish_if_all_received(hand_over.award.offer, at=at)
    return hand_over


def _lock(hand_over: HandOver) -> HandOver:
    request = lock_request(hand_over.award.request_id)
    hand_over = HandOver.objects.select_related("award").get(pk=hand_over.pk)
    if hand_over.award.ended_at:
        raise AwardEnded
    hand_over.award.offer = request.offer
    hand_over.award.request = request
    return hand_over


def expected_serial(asset: Asset) -> str:
    """Return the serial that must be handed over; a line of several units has none of its own."""
    return asset.serial if asset.quantity == 1 else ""
