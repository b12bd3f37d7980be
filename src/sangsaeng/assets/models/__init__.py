"""The tables of the exchange."""

from sangsaeng.assets.models.allocation import Award, Request
from sangsaeng.assets.models.asset import Asset, AssetPhoto, LedgerImport
from sangsaeng.assets.models.handover import HandOver, HandOverPhoto
from sangsaeng.assets.models.offer import Offer

__all__ = [
    "Asset",
    "AssetPhoto",
    "Award",
    "HandOver",
    "HandOverPhoto",
    "LedgerImport",
    "Offer",
    "Request",
]
