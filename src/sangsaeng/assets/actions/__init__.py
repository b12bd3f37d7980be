"""Every write of the exchange."""

from sangsaeng.assets.actions.agreements import record_payment, sign_agreement
from sangsaeng.assets.actions.awards import (
    accept_award,
    decline_award,
    lapse_award,
    revoke_award,
)
from sangsaeng.assets.actions.handovers import (
    confirm_receipt,
    record_delivery,
    record_delivery_with_uploads,
)
from sangsaeng.assets.actions.ledgers import import_ledger
from sangsaeng.assets.actions.offers import (
    close_offer,
    discard_offer,
    draft_offer,
    publish_offer,
    redraft_offer,
    withdraw_offer,
)
from sangsaeng.assets.actions.records import add_photos, change_asset, remove_photo
from sangsaeng.assets.actions.requests import submit_request, withdraw_request

__all__ = [
    "accept_award",
    "add_photos",
    "change_asset",
    "close_offer",
    "confirm_receipt",
    "decline_award",
    "discard_offer",
    "draft_offer",
    "import_ledger",
    "lapse_award",
    "publish_offer",
    "record_delivery",
    "record_delivery_with_uploads",
    "record_payment",
    "redraft_offer",
    "remove_photo",
    "revoke_award",
    "sign_agreement",
    "submit_request",
    "withdraw_offer",
    "withdraw_request",
]
