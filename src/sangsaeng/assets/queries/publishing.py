"""What an asset still lacks to be offered, and what the clock will do to offers."""

from datetime import datetime

from django.db.models import QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.choices import AssetClass, OfferState
from sangsaeng.assets.models import Asset, Award, HandOver, Offer


def awards_due(at: datetime) -> QuerySet[Award]:
    """List awards nobody answered in time."""
    return Award.objects.live().filter(accepted_at=None, expires_at__lte=at).order_by("pk")


def offers_due(at: datetime) -> QuerySet[Offer]:
    """List published offers whose window is over."""
    return Offer.objects.filter(state=OfferState.PUBLISHED, closes_at__lte=at).order_by("pk")


def quantity_left(asset: Asset) -> int:
    """Return how many units the owner still has: what was handed over is gone."""
    gone = HandOver.objects.confirmed_by_both().filter(award__offer__asset=asset)
    return asset.quantity - (gone.aggregate(units=Sum("award__quantity"))["units"] or 0)


# What blocks publishing while it is empty, by class (§4.5 of the field's minimum).
_ALWAYS: tuple[tuple[str, Promise], ...] = (
    ("title", _("자산명")),
    ("site", _("소재지")),
    ("condition", _("상태")),
    ("free_of_claims", _("권리관계 확인")),
)
_MACHINE: tuple[tuple[str, Promise], ...] = (
    ("maker", _("제조사")),
    ("model_name", _("모델명")),
    ("serial", _("시리얼번호")),
    ("purchased_on", _("취득일")),
    ("safety_status", _("방호·안전검사 상태")),
    ("safety_checked_on", _("안전 확인일")),
)
_RESEARCH: tuple[tuple[str, Promise], ...] = (("national_class", _("국가표준 장비분류")),)
_OFFICE: tuple[tuple[str, Promise], ...] = (("media_status", _("저장매체 삭제")),)
REQUIRED_TO_PUBLISH = {
    AssetClass.PRODUCTION_EQUIPMENT: _ALWAYS + _MACHINE,
    AssetClass.RESEARCH_EQUIPMENT: _ALWAYS + _MACHINE + _RESEARCH,
    AssetClass.OFFICE_FACILITY: _ALWAYS + _OFFICE,
    AssetClass.INTELLECTUAL_PROPERTY: _ALWAYS,
    AssetClass.TRAINING_CONTENT: _ALWAYS,
}


def missing_for_publishing(asset: Asset) -> list[Promise]:
    """List the labels of what an offer of this asset still lacks."""
    required = REQUIRED_TO_PUBLISH[AssetClass(asset.asset_class)]
    missing = [label for name, label in required if not getattr(asset, name)]
    if not asset.no_photo_reason and not asset.photos.exists():
        missing.append(_("사진 또는 사진이 없는 사유"))
    return missing
