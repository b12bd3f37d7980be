"""The hand-over: said by the giver, confirmed by the taker."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.assets.actions import (
    confirm_receipt,
    record_delivery,
    record_delivery_with_uploads,
    revoke_award,
)
from sangsaeng.assets.actions.handovers import (
    AwardEnded,
    DeliveredBefore,
    NotDelivered,
    OtherSerial,
    PhotosMissing,
    ReceivedBefore,
)
from sangsaeng.assets.choices import OfferState, RequestState
from sangsaeng.assets.models import HandOver, Offer
from sangsaeng.assets.testing import make_asset, make_hand_over, make_offer, make_request
from sangsaeng.files.models import StoredFile
from sangsaeng.files.testing import make_picture_upload, make_stored_file, stores_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = stores_in(tmp_path)


def deliver(hand_over: HandOver, *, serial: str | None = None, photos: int = 1) -> HandOver:
    return record_delivery(
        hand_over,
        serial=hand_over.award.offer.asset.serial if serial is None else serial,
        note="치공구 포함",
        photos=[make_stored_file() for _ in range(photos)],
        by=make_user(),
        at=MORNING,
    )


def test_record_delivery_keeps_serial_note_and_pictures() -> None:
    """I10: the serial handed over is the serial awarded, however it is typed."""
    hand_over = make_hand_over()
    serial = hand_over.award.offer.asset.serial

    deliver(hand_over, serial=f" {serial.lower()} ", photos=2)

    hand_over.refresh_from_db()
    assert (hand_over.serial, hand_over.delivery_note, hand_over.delivered_at) == (
        serial.lower(),
        "치공구 포함",
        MORNING,
    )
    assert hand_over.photos.count() == 2


def test_record_delivery_refuses_another_serial_no_picture_and_a_second_time() -> None:
    """H14: the wrong machine does not leave."""
    hand_over = make_hand_over()

    with pytest.raises(OtherSerial):
        deliver(hand_over, serial="S9999999")
    with pytest.raises(PhotosMissing):
        deliver(hand_over, photos=0)
    deliver(hand_over)
    with pytest.raises(DeliveredBefore):
        deliver(hand_over)


def test_record_delivery_asks_no_serial_of_a_line_of_several() -> None:
    asset = make_asset(quantity=3)
    offer = make_offer(asset=asset, quantity=2)
    hand_over = make_hand_over(request=make_request(offer=offer))

    delivered = deliver(hand_over, serial="")

    assert delivered.delivered_at == MORNING


def deliver_with_upload(hand_over: HandOver, *, serial: str) -> HandOver:
    return record_delivery_with_uploads(
        hand_over,
        serial=serial,
        note="",
        uploads=[make_picture_upload()],
        by=make_user(),
        at=MORNING,
    )


def test_record_delivery_with_uploads_keeps_no_picture_of_a_refused_one() -> None:
    hand_over = make_hand_over()

    with pytest.raises(OtherSerial):
        deliver_with_upload(hand_over, serial="S9999999")
    left = StoredFile.objects.count()
    deliver_with_upload(hand_over, serial=hand_over.award.offer.asset.serial)

    assert left == 0
    assert hand_over.photos.get().file.name == "설비 사진.jpg"


def test_confirm_receipt_ends_the_request_and_completes_the_offer() -> None:
    hand_over = make_hand_over()
    offer = hand_over.award.offer
    waiting = make_request(offer=offer)
    deliver(hand_over)

    confirm_receipt(hand_over, note="이상 없음", by=make_user(), at=MORNING)

    request = hand_over.award.request
    request.refresh_from_db()
    waiting.refresh_from_db()
    offer.refresh_from_db()
    assert (request.state, request.reason) == (RequestState.RECEIVED, "인수를 확인했습니다.")
    assert (offer.state, offer.end_reason) == (OfferState.COMPLETED, "모두 인도되었습니다.")
    assert (waiting.state, waiting.reason) == (RequestState.NOT_SELECTED, "모두 인도되었습니다.")


def test_confirm_receipt_of_some_units_leaves_the_offer_open() -> None:
    offer = make_offer(quantity=2)
    hand_over = make_hand_over(request=make_request(offer=offer))
    deliver(hand_over, serial="")

    confirm_receipt(hand_over, note="", by=make_user(), at=MORNING)

    assert Offer.objects.get().state == OfferState.PUBLISHED


def test_confirm_receipt_follows_the_delivery_once() -> None:
    hand_over = make_hand_over()

    with pytest.raises(NotDelivered):
        confirm_receipt(hand_over, note="", by=make_user(), at=MORNING)
    deliver(hand_over)
    confirm_receipt(hand_over, note="", by=make_user(), at=MORNING)
    with pytest.raises(ReceivedBefore):
        confirm_receipt(hand_over, note="", by=make_user(), at=MORNING + timedelta(days=1))

    assert HandOver.objects.get().received_at == MORNING


def test_a_hand_over_ends_with_its_award() -> None:
    hand_over = make_hand_over()
    revoke_award(hand_over.award.request, reason="파손", by=make_user(), at=MORNING)

    with pytest.raises(AwardEnded):
        deliver(hand_over)
