"""Who may do what on the exchange, and why somebody may not ask."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import OFFERABLE, AssetClass, Audience, OfferState
from sangsaeng.assets.models import Asset, Offer
from sangsaeng.kernel.refusals import Refused
from sangsaeng.organizations.choices import Tier
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.queries import Standing


class NoFirm(Refused):
    """The person acts for no firm."""

    message = _("기업의 담당자로 등록된 분만 신청할 수 있습니다. 먼저 기업을 등록해 주세요.")


class NotAnSme(Refused):
    """The window is for small and medium firms."""

    message = _("이 공고는 중소기업만 신청할 수 있습니다.")


class CertificateMissing(Refused):
    """No SME certificate is valid on the day of the request."""

    message = _("유효한 중소기업확인서가 없습니다. 기업 정보에서 새 확인서를 올려 주세요.")


class NotInAudience(Refused):
    """The window is for partner firms of the owner."""

    message = _("이 공고의 신청 대상이 아닙니다. 신청 대상: %(audience)s")


class NotOpenYet(Refused):
    """The request window has not opened."""

    message = _("아직 접수 전입니다.")
    conflict = True


class WindowClosed(Refused):
    """The request window is over, or the offer was withdrawn."""

    message = _("접수가 끝난 공고입니다.")
    conflict = True


def refusal_of_moment(offer: Offer, at: datetime) -> Refused | None:
    """Say why the offer takes no request at that moment, if so."""
    if offer.state != OfferState.PUBLISHED or at >= offer.closes_at:
        return WindowClosed()
    return NotOpenYet() if at < offer.opens_at else None


def refusal_of_standing(offer: Offer, standing: Standing) -> Refused | None:
    """Say why a firm of that standing may not have the asset, if so."""
    if not standing.sme:
        return NotAnSme()
    if not standing.certified:
        return CertificateMissing()
    wanted = {
        Audience.TIER_1: standing.tier == Tier.TIER_1,
        Audience.PARTNERS: standing.is_partner,
        Audience.ALL_SMES: True,
    }
    if not wanted[Audience(offer.audience)]:
        return NotInAudience(audience=offer.get_audience_display())
    return None


def place_in_line(quantity: int, *, remaining: int, waiting: int, reserve_limit: int) -> int | None:
    """Say what asking now gives: 0 an award, n the n-th reserve, None that the line is full."""
    if not waiting and quantity <= remaining:
        return 0
    return waiting + 1 if waiting < reserve_limit else None


def can_ask(user: User) -> bool:
    """Whether this person may ask at all: the centre's own people never do."""
    return not user.centre_roles


def can_manage_assets(user: User, owner: Organization | None) -> bool:
    """Whether this person keeps the assets of that organization: its own managers do."""
    return owner is not None and owner.is_large and _acts_for(user, owner.pk)


def can_change_asset(user: User, asset: Asset) -> bool:
    return _acts_for(user, asset.owner_id)


def can_manage_offer(user: User, offer: Offer) -> bool:
    return _acts_for(user, offer.owner_id)


def can_answer_for(user: User, firm_id: int) -> bool:
    """Whether this person answers for the firm that asked."""
    return _acts_for(user, firm_id)


def can_revoke_award(user: User, offer: Offer) -> bool:
    """Whether this person may take an award back: the owner, or the centre."""
    return user.is_officer or _acts_for(user, offer.owner_id)


def can_be_offered(asset: Asset) -> bool:
    """Whether this class can be offered already."""
    return AssetClass(asset.asset_class) in OFFERABLE


def _acts_for(user: User, organization_id: int) -> bool:
    """Whether this person acts for it; an auditor writes nothing, wherever else they belong."""
    if user.is_auditor:
        return False
    return user.memberships.live().filter(organization_id=organization_id).exists()
