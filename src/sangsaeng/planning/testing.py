"""Builders of evidence: hand-overs on their way through the exchange."""

from datetime import datetime, timedelta

from sangsaeng.accounts.testing import MORNING
from sangsaeng.agreements.actions import load_text_versions
from sangsaeng.agreements.tasks import print_agreement
from sangsaeng.assets.actions import confirm_receipt, record_delivery
from sangsaeng.assets.models import HandOver
from sangsaeng.assets.testing import make_hand_over, make_offer, make_request
from sangsaeng.files.testing import make_stored_file
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_firm, make_manager


def make_delivery(*, firm: Organization | None = None, at: datetime = MORNING) -> HandOver:
    """Make a hand-over the giver recorded and the taker has not confirmed; its paper is printed."""
    load_text_versions(at=MORNING)
    by = make_manager(firm or make_firm())
    hand_over = make_hand_over(request=make_request(offer=make_offer(), by=by, at=MORNING))
    agreement_id = hand_over.award.agreement_id
    assert agreement_id is not None  # noqa: S101 - accepting draws it up
    print_agreement(agreement_id=agreement_id)
    return record_delivery(
        hand_over,
        serial=hand_over.award.offer.asset.serial,
        note="",
        photos=[make_stored_file(name="인도 사진.jpg")],
        by=make_manager(hand_over.giver),
        at=at,
    )


def make_evidence(*, firm: Organization | None = None, at: datetime = MORNING) -> HandOver:
    """Make a hand-over both sides confirmed, the receipt an hour after the delivery."""
    hand_over = make_delivery(firm=firm, at=at)
    return confirm_receipt(
        hand_over, note="", by=make_manager(hand_over.taker), at=at + timedelta(hours=1)
    )
