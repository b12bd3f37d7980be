"""The exchange's routes of the JSON API."""

from ninja import Router

from sangsaeng.assets.api import offers, requests

router = Router(tags=["assets"])
router.add_router("", offers.router)
router.add_router("", requests.router)
