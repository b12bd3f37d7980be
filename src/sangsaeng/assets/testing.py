"""Builders of assets, offers and requests."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.agreements.choices import Side
from sangsaeng.assets.actions import (
    accept_award,
    draft_offer,
    publish_offer,
    sign_agreement,
    submit_request,
)
from sangsaeng.assets.actions.offers import Terms
from sangsaeng.assets.choices import (
    AssetClass,
    Audience,
    Condition,
    PriceModel,
    SafetyStatus,
    Visibility,
)
from sangsaeng.assets.models import Asset, HandOver, Offer, Request
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager

_numbers = count(1)

TERMS = Terms(
    title="150톤 사출성형기",
    description="2006년에 들여와 2012년까지 쓰던 기계입니다.",
    price_model=PriceModel.FREE,
    unit_price=0,
    quantity=1,
    available_from=date(2014, 10, 13),
    removal_by=date(2014, 11, 28),
    visibility=Visibility.PUBLIC,
    audience=Audience.ALL_SMES,
    opens_at=MORNING,
    closes_at=MORNING + timedelta(days=14),
    reserve_limit=10,
    accept_working_days=3,
)


def make_asset(*, owner: Organization | None = None, **columns: Any) -> Asset:
    """Make a machine with everything an offer needs."""
    number = next(_numbers)
    complete: dict[str, Any] = {
        "asset_no": f"FA-14-{number:05d}",
        "title": "150톤 사출성형기",
        "asset_class": AssetClass.PRODUCTION_EQUIPMENT,
        "maker": "우진플라임",
        "model_name": "DL-A-150",
        "serial": f"S{number:07d}",
        "purchased_on": date(2006, 5, 2),
        "purchase_cost": 145_000_000,
        "book_value": 9_200_000,
        "condition": Condition.USABLE,
        "site": "경상남도 창원시 성산구",
        "region": "GYEONGNAM",
        "free_of_claims": True,
        "safety_status": SafetyStatus.INSPECTED,
        "safety_checked_on": date(2014, 6, 11),
        "no_photo_reason": "이전 작업 중",
        "created_at": MORNING - timedelta(days=30),
        "changed_at": MORNING - timedelta(days=30),
    }
    return Asset.objects.create(owner=owner or make_large_company(), **(complete | columns))


def make_draft(*, asset: Asset | None = None, **terms: Any) -> Offer:
    """Make a draft, by a manager of the asset's owner."""
    asset = asset or make_asset(quantity=terms.get("quantity", 1))
    by = _manager_of(asset.owner)
    return draft_offer(asset, terms=replace(TERMS, **terms), by=by, at=MORNING - timedelta(days=2))


def make_offer(*, asset: Asset | None = None, **terms: Any) -> Offer:
    """Make an offer published the day before its window opens, at ``MORNING``."""
    draft = make_draft(asset=asset, **terms)
    return publish_offer(draft, by=_manager_of(draft.owner), at=MORNING - timedelta(days=1))


def make_request(
    *, offer: Offer | None = None, by: User | None = None, quantity: int = 1, at: datetime = MORNING
) -> Request:
    """Make a request of a firm of its own, through the action."""
    return submit_request(
        offer or make_offer(),
        quantity=quantity,
        purpose="자동차 부품 사출 금형 시험에 씁니다.",
        by=by or make_manager(make_firm()),
        at=at,
    )


def make_hand_over(*, request: Request | None = None, at: datetime = MORNING) -> HandOver:
    """Make a hand-over that both sides' signatures opened."""
    request = accept_award(request or make_request(), by=make_user(), at=at)
    agreement = request.award.agreement
    assert agreement is not None  # noqa: S101 - accepting draws it up
    sides = {Side.GIVER: request.offer.owner, Side.TAKER: request.firm}
    for side, organization in sides.items():
        signer = _manager_of(organization)
        request = sign_agreement(
            request,
            side=side,
            typed_name=signer.name,
            sha256=agreement.sha256,
            by=signer,
            at=at,
        )
    return HandOver.objects.get(award__request=request)


def _manager_of(organization: Organization) -> User:
    membership = organization.memberships.live().select_related("user").first()
    return membership.user if membership else make_manager(organization)
