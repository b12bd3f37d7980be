"""What each person may see of the exchange."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet, Subquery, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import AssetClass, OfferState, RequestState, Visibility
from sangsaeng.assets.models import Asset, Award, HandOver, LedgerImport, Offer, Request
from sangsaeng.organizations.models import Membership, PartnerTie


def _own(user: User) -> Subquery:
    return Subquery(Membership.objects.live().filter(user=user).values("organization"))


def assets_visible_to(user: User) -> QuerySet[Asset]:
    """List ledger rows: the owner's people see theirs, the centre all, others none."""
    if user.reads_everything:
        return Asset.objects.all()
    return Asset.objects.filter(owner__in=_own(user))


def imports_visible_to(user: User) -> QuerySet[LedgerImport]:
    """List ledgers read so far, newest first."""
    rows = LedgerImport.objects.order_by("-pk")
    return rows if user.reads_everything else rows.filter(owner__in=_own(user))


def offers_visible_to(user: User | AnonymousUser) -> QuerySet[Offer]:
    """List offers: published public ones for all, partner ones for confirmed partners.

    Drafts are the owner's alone; the centre sees every published one.
    """
    published = Offer.objects.published()
    if not isinstance(user, User):
        return published.filter(visibility=Visibility.PUBLIC)
    if user.reads_everything:
        return published
    own = _own(user)
    partners = PartnerTie.objects.confirmed().filter(firm__in=own).values("large_company")
    return Offer.objects.filter(
        Q(owner__in=own)
        | Q(published_at__isnull=False) & (Q(visibility=Visibility.PUBLIC) | Q(owner__in=partners))
    )


def requests_visible_to(user: User) -> QuerySet[Request]:
    """List requests: the firm that asked, the owner it asked, and the centre."""
    if user.reads_everything:
        return Request.objects.all()
    own = _own(user)
    return Request.objects.filter(Q(firm__in=own) | Q(offer__owner__in=own))


def hand_overs_visible_to(user: User) -> QuerySet[HandOver]:
    """List hand-overs: both sides and the centre; board members see what the plan counts."""
    if user.reads_everything or user.is_board_member:
        return HandOver.objects.all()
    own = _own(user)
    return HandOver.objects.filter(Q(giver__in=own) | Q(taker__in=own))


def request_of_firm(offer: Offer, user: User) -> Request | None:
    """Return what this person's firm asked of an offer: the live request, else the last one."""
    return (
        Request.objects.filter(offer=offer, firm__in=_own(user))
        .select_related("award__agreement", "award__hand_over", "firm")
        .order_by("ended_at", "-order")
        .first()
    )


def reserve_rank(request: Request) -> int:
    """Return the place in the waiting line, from 1."""
    return Request.objects.filter(
        offer=request.offer_id, state=RequestState.RESERVE, order__lte=request.order
    ).count()


def awards_due(at: datetime) -> QuerySet[Award]:
    """List awards nobody answered in time."""
    return Award.objects.live().filter(accepted_at=None, expires_at__lte=at).order_by("pk")


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


def offers_due(at: datetime) -> QuerySet[Offer]:
    """List published offers whose window is over."""
    return Offer.objects.filter(state=OfferState.PUBLISHED, closes_at__lte=at).order_by("pk")
