"""Drafting, publishing and ending offers."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from sangsaeng.accounts.models import User
from sangsaeng.assets.actions.chain import dismiss_reserves, end_award, lock_offer
from sangsaeng.assets.choices import OfferState, PriceModel, RequestState
from sangsaeng.assets.models import Asset, Offer
from sangsaeng.assets.policies import can_be_offered
from sangsaeng.assets.queries import missing_for_publishing, quantity_left
from sangsaeng.assets.tasks import tell_owner_of_end
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused
from sangsaeng.kernel.search import index_document


class ClassNotOpen(Refused):
    """Offers of this class open with the full exchange."""

    message = _("지식재산권과 교육 콘텐츠 공고는 거래장터가 모두 열리면 낼 수 있습니다.")


class OfferedAlready(Refused):
    """The asset has a draft or a published offer."""

    message = _("이 자산에는 이미 진행 중인 공고가 있습니다.")
    conflict = True


class MoreThanOwned(Refused):
    """The owner has less left than the offer says."""

    message = _("남은 수량은 %(left)s입니다. 그보다 많이 내놓을 수 없습니다.")


class NotReady(Refused):
    """Facts that takers need are missing."""

    message = _("공고하려면 다음을 먼저 채워 주세요: %(fields)s")


class WindowInThePast(Refused):
    """The window would open before the rule could be read."""

    message = _(
        "접수 시작은 공고하는 때보다 뒤여야 합니다. 누구나 규칙을 먼저 읽을 수 있어야 합니다."
    )


class NotADraft(Refused):
    """A published offer is never changed: its rule is frozen (H7)."""

    message = _("이미 공고되어 고칠 수 없습니다. 내용을 바꾸려면 철회하고 새로 공고해 주세요.")
    conflict = True


class NotPublished(Refused):
    """Only an offer that is up can be taken down."""

    message = _("공고 중이 아니어서 철회할 수 없습니다.")
    conflict = True


class AcceptedAlready(Refused):
    """A firm accepted; only that award can be taken back, with a reason (H4)."""

    message = _("이미 수락한 기업이 있어 철회할 수 없습니다. 배정을 취소하려면 사유를 적어 주세요.")
    conflict = True


@dataclass(frozen=True)
class Terms:
    """What the owner decides about an offer."""

    title: str
    description: str
    price_model: str
    unit_price: int
    quantity: int
    available_from: date
    removal_by: date
    visibility: str
    audience: str
    opens_at: datetime
    closes_at: datetime
    reserve_limit: int
    accept_working_days: int


@transaction.atomic
def draft_offer(asset: Asset, *, terms: Terms, by: User, at: datetime) -> Offer:
    """Begin an offer of an asset; an asset has one live offer at a time."""
    asset = Asset.objects.select_for_update().get(pk=asset.pk)
    if not can_be_offered(asset):
        raise ClassNotOpen
    if asset.offers.filter(state__in=[OfferState.DRAFT, OfferState.PUBLISHED]).exists():
        raise OfferedAlready
    _check_quantity(asset, terms.quantity)
    offer = Offer.objects.create(
        asset=asset, owner_id=asset.owner_id, created_at=at, **_columns(terms)
    )
    record("offer.drafted", on=offer, by=by, at=at, asset=asset.pk)
    return offer


@transaction.atomic
def redraft_offer(offer: Offer, *, terms: Terms, by: User, at: datetime) -> Offer:
    """Change a draft; what is published is never changed."""
    offer = lock_offer(offer.pk)
    if not offer.is_draft:
        raise NotADraft
    _check_quantity(offer.asset, terms.quantity)
    columns = _columns(terms)
    for name, value in columns.items():
        setattr(offer, name, value)
    offer.save(update_fields=list(columns))
    record("offer.redrafted", on=offer, by=by, at=at)
    return offer


@transaction.atomic
def discard_offer(offer: Offer, *, by: User, at: datetime) -> None:
    """Throw a draft away."""
    offer = lock_offer(offer.pk)
    if not offer.is_draft:
        raise NotADraft
    record("offer.discarded", on=offer, by=by, at=at, asset=offer.asset_id)
    offer.delete()


@transaction.atomic
def publish_offer(offer: Offer, *, by: User, at: datetime) -> Offer:
    """Publish a draft: its rule is frozen and hashed before any window opens (I3).

    The asset is locked behind its offer: its facts and its quantity, checked once
    more here, cannot change in the same moment (H8).
    """
    offer = lock_offer(offer.pk)
    if not offer.is_draft:
        raise NotADraft
    offer.asset = Asset.objects.select_for_update(no_key=True).get(pk=offer.asset_id)
    if not can_be_offered(offer.asset):
        raise ClassNotOpen
    _check_quantity(offer.asset, offer.quantity)
    missing = missing_for_publishing(offer.asset)
    if missing:
        raise NotReady(fields=", ".join(str(label) for label in missing))
    if offer.opens_at < at:
        raise WindowInThePast
    offer.rule_text = rule_text(offer)
    offer.rule_hash = hashlib.sha256(offer.rule_text.encode()).hexdigest()
    offer.state = OfferState.PUBLISHED
    offer.published_at = at
    offer.published_by = by
    for column, value in index_document(title=offer.title, body=_searchable(offer)).items():
        setattr(offer, column, value)
    offer.save()
    record("offer.published", on=offer, by=by, at=at, rule=offer.rule_hash)
    return offer


@transaction.atomic
def withdraw_offer(offer: Offer, *, reason: str, by: User, at: datetime) -> Offer:
    """Withdraw a published offer nobody has accepted yet; all who asked are told why."""
    offer = lock_offer(offer.pk)
    if not offer.is_published:
        raise NotPublished
    if offer.awards.live().exclude(accepted_at=None).exists():
        raise AcceptedAlready
    _end(offer, state=OfferState.WITHDRAWN, reason=reason, at=at)
    for request in offer.requests.filter(state=RequestState.AWARDED).select_related("award"):
        request.offer = offer
        end_award(request, state=RequestState.REVOKED, reason=reason, at=at)
        record("award.revoked", on=request.award, by=by, at=at, request=request.pk)
    dismiss_reserves(offer, reason=reason, at=at)
    record("offer.withdrawn", on=offer, by=by, at=at)
    return offer


@transaction.atomic
def close_offer(offer: Offer, *, at: datetime) -> bool:
    """Close an offer whose window is over and whose awards are all settled; tell whether it did."""
    offer = lock_offer(offer.pk)
    unsettled = offer.awards.live().filter(hand_over__received_at=None).exists()
    if not offer.is_published or at < offer.closes_at or unsettled:
        return False
    reason = gettext_noop("접수가 끝나고 남은 배정이 없습니다.")
    _end(offer, state=OfferState.CLOSED, reason=reason, at=at)
    dismiss_reserves(offer, reason=reason, at=at)
    record("offer.closed", on=offer, by=None, at=at)
    tell_owner_of_end.defer(offer_id=offer.pk, at=at.isoformat())
    return True


def rule_text(offer: Offer) -> str:
    """Write down, canonically, everything that decides who gets the asset."""
    terms = {
        "offer": offer.number,
        "asset": offer.asset_id,
        "owner": offer.owner.business_number,
        "rule": offer.rule,
        "order": "per-offer counter taken under lock on receipt by the server",
        "overtaking": "none: an earlier request that does not fit waits, all behind it wait too",
        "right": "TRANSFER",
        "price_model": offer.price_model,
        "unit_price_won": offer.unit_price,
        "quantity": offer.quantity,
        "audience": offer.audience,
        "visibility": offer.visibility,
        "opens_at": timezone.localtime(offer.opens_at).isoformat(),
        "closes_at": timezone.localtime(offer.closes_at).isoformat(),
        "reserve_limit": offer.reserve_limit,
        "accept_working_days": offer.accept_working_days,
        "available_from": offer.available_from.isoformat(),
        "removal_by": offer.removal_by.isoformat(),
    }
    return json.dumps(terms, ensure_ascii=False, sort_keys=True, indent=1)


def _columns(terms: Terms) -> dict[str, object]:
    columns = asdict(terms)
    if terms.price_model == PriceModel.FREE:
        columns["unit_price"] = 0
    return columns


def _check_quantity(asset: Asset, quantity: int) -> None:
    left = quantity_left(asset)
    if quantity > left:
        raise MoreThanOwned(left=left)


def _searchable(offer: Offer) -> str:
    """Collect what people may look an offer up by, beyond its title."""
    asset = offer.asset
    with override("ko"):
        words = (asset.get_asset_class_display(), asset.get_region_display())
    said = (asset.title, asset.maker, asset.model_name, asset.site, offer.description)
    return " ".join(str(word) for word in (*said, *words))


def _end(offer: Offer, *, state: OfferState, reason: str, at: datetime) -> None:
    offer.state = state
    offer.ended_at = at
    offer.end_reason = reason
    offer.save(update_fields=["state", "ended_at", "end_reason"])
