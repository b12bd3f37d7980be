"""Drafting, publishing and ending offers; what the database itself holds fast."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.assets.actions import (
    accept_award,
    change_asset,
    close_offer,
    discard_offer,
    draft_offer,
    publish_offer,
    redraft_offer,
    submit_request,
    withdraw_offer,
)
from sangsaeng.assets.actions.offers import (
    AcceptedAlready,
    ClassNotOpen,
    MoreThanOwned,
    NotADraft,
    NotPublished,
    NotReady,
    OfferedAlready,
    WindowInThePast,
    rule_text,
)
from sangsaeng.assets.choices import AssetClass, Audience, OfferState, RequestState
from sangsaeng.assets.models import Offer
from sangsaeng.assets.policies import NotInAudience
from sangsaeng.assets.testing import (
    TERMS,
    make_asset,
    make_draft,
    make_hand_over,
    make_offer,
    make_request,
)
from sangsaeng.organizations.choices import Tier
from sangsaeng.organizations.testing import make_firm, make_manager, make_tie

pytestmark = pytest.mark.django_db

EVE = MORNING - timedelta(days=1)
OVER = MORNING + timedelta(days=14)


def states(offer: Offer) -> list[str]:
    return list(offer.requests.order_by("order").values_list("state", flat=True))


def test_draft_offer_keeps_the_terms_and_a_free_one_costs_nothing() -> None:
    asset = make_asset(quantity=3)
    terms = replace(TERMS, quantity=2, unit_price=500)

    offer = draft_offer(asset, terms=terms, by=make_user(), at=EVE)

    offer.refresh_from_db()
    assert (offer.owner, offer.state, offer.quantity) == (asset.owner, OfferState.DRAFT, 2)
    assert (offer.unit_price, offer.rule_text, offer.published_at) == (0, "", None)


def test_an_asset_has_one_live_offer() -> None:
    draft = make_draft()

    with pytest.raises(OfferedAlready):
        draft_offer(draft.asset, terms=TERMS, by=make_user(), at=EVE)


@pytest.mark.parametrize(
    "asset_class", [AssetClass.INTELLECTUAL_PROPERTY, AssetClass.TRAINING_CONTENT]
)
def test_rights_and_courses_cannot_be_offered_yet(asset_class: str) -> None:
    asset = make_asset(asset_class=asset_class)

    with pytest.raises(ClassNotOpen):
        draft_offer(asset, terms=TERMS, by=make_user(), at=EVE)


def test_nobody_offers_more_than_there_is() -> None:
    asset = make_asset(quantity=2)
    draft = make_draft(asset=asset, quantity=2)
    more = replace(TERMS, quantity=3)

    with pytest.raises(MoreThanOwned):
        redraft_offer(draft, terms=more, by=make_user(), at=EVE)
    discard_offer(draft, by=make_user(), at=EVE)
    with pytest.raises(MoreThanOwned):
        draft_offer(asset, terms=more, by=make_user(), at=EVE)

    assert not Offer.objects.exists()


def test_what_was_handed_over_is_no_longer_there_to_offer() -> None:
    asset = make_asset(quantity=2)
    hand_over = make_hand_over(request=make_request(offer=make_offer(asset=asset)))
    type(hand_over).objects.update(delivered_at=MORNING, received_at=MORNING)
    close_offer(Offer.objects.get(), at=OVER)

    with pytest.raises(MoreThanOwned) as refused:
        draft_offer(asset, terms=replace(TERMS, quantity=2), by=make_user(), at=OVER)

    assert refused.value.params == {"left": 1}


def test_publishing_checks_again_what_is_there() -> None:
    asset, by = make_asset(quantity=2), make_user()
    draft = make_draft(asset=asset, quantity=2)
    change_asset(asset, facts={"quantity": 1}, by=by, at=EVE)

    with pytest.raises(MoreThanOwned):
        publish_offer(draft, by=by, at=EVE)


def test_publishing_checks_again_the_class() -> None:
    asset, by = make_asset(), make_user()
    draft = make_draft(asset=asset)
    change_asset(asset, facts={"asset_class": "INTELLECTUAL_PROPERTY"}, by=by, at=EVE)

    with pytest.raises(ClassNotOpen):
        publish_offer(draft, by=by, at=EVE)


def test_redraft_offer_changes_a_draft_only() -> None:
    draft, by = make_draft(), make_user()
    low = replace(TERMS, price_model="LOW_PRICE", unit_price=700)

    redraft_offer(draft, terms=low, by=by, at=EVE)
    published = publish_offer(draft, by=by, at=EVE)

    assert (published.price_model, published.unit_price) == ("LOW_PRICE", 700)
    for act in (redraft_offer, publish_offer, discard_offer):
        more: dict[str, Any] = {"terms": TERMS} if act is redraft_offer else {}
        with pytest.raises(NotADraft):
            act(published, by=by, at=EVE, **more)


def test_publish_offer_freezes_and_hashes_the_rule() -> None:
    draft, by = make_draft(), make_user()
    previewed = rule_text(Offer.objects.get())

    offer = publish_offer(draft, by=by, at=EVE)

    offer.refresh_from_db()
    terms = json.loads(offer.rule_text)
    assert offer.rule_text == previewed
    assert offer.rule_hash == hashlib.sha256(offer.rule_text.encode()).hexdigest()
    assert (offer.state, offer.published_at, offer.published_by) == (OfferState.PUBLISHED, EVE, by)
    assert (terms["opens_at"], terms["reserve_limit"]) == ("2014-10-02T10:00:00+09:00", 10)


def test_no_window_opens_before_its_rule_is_published() -> None:
    """I3."""
    draft, by = make_draft(), make_user()

    with pytest.raises(WindowInThePast):
        publish_offer(draft, by=by, at=MORNING + timedelta(seconds=1))
    published = publish_offer(draft, by=by, at=MORNING)

    assert published.opens_at == published.published_at


def test_the_database_knows_no_window_before_its_rule() -> None:
    """I3, should the code above it fail."""
    draft = make_draft()
    late = {"published_at": MORNING + timedelta(days=1), "rule_hash": "0" * 64}

    with pytest.raises(IntegrityError, match="rule_published_before_the_window"):
        Offer.objects.filter(pk=draft.pk).update(state=OfferState.PUBLISHED, **late)


FROZEN: dict[str, Any] = {
    "price_model": "LOW_PRICE",
    "unit_price": 1,
    "quantity": 2,
    "available_from": date(2014, 12, 1),
    "removal_by": date(2014, 12, 31),
    "visibility": "PARTNERS",
    "audience": "TIER_1",
    "opens_at": MORNING + timedelta(hours=1),
    "closes_at": MORNING + timedelta(days=2),
    "reserve_limit": 99,
    "accept_working_days": 9,
    "published_at": datetime(2014, 9, 1, tzinfo=UTC),
    "rule": "OTHER",
    "rule_text": "{}",
    "rule_hash": "0" * 64,
}


@pytest.mark.parametrize("column", FROZEN)
def test_the_database_refuses_to_change_a_published_rule(column: str) -> None:
    """H7."""
    offer = make_offer()

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(**{column: FROZEN[column]})

    assert Offer.objects.values_list(column, flat=True).get() == getattr(offer, column)


def test_the_database_refuses_to_pass_a_published_offer_to_another() -> None:
    offer, other = make_offer(), make_asset()

    for column, value in (("asset", other), ("owner", other.owner)):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(**{column: value})


@pytest.mark.parametrize(
    ("asset_class", "missing"),
    [
        (
            AssetClass.PRODUCTION_EQUIPMENT,
            (
                "소재지, 상태, 권리관계 확인, 제조사, 모델명, 시리얼번호, 취득일, "
                "방호·안전검사 상태, 안전 확인일, 사진 또는 사진이 없는 사유"
            ),
        ),
        (
            AssetClass.RESEARCH_EQUIPMENT,
            (
                "소재지, 상태, 권리관계 확인, 제조사, 모델명, 시리얼번호, 취득일, "
                "방호·안전검사 상태, 안전 확인일, 국가표준 장비분류, 사진 또는 사진이 없는 사유"
            ),
        ),
        (
            AssetClass.OFFICE_FACILITY,
            "소재지, 상태, 권리관계 확인, 저장매체 삭제, 사진 또는 사진이 없는 사유",
        ),
    ],
)
def test_an_offer_waits_for_what_takers_need(asset_class: str, missing: str) -> None:
    """I13."""
    blank: dict[str, Any] = dict.fromkeys(
        ("maker", "model_name", "serial", "condition", "site", "safety_status", "no_photo_reason"),
        "",
    )
    asset = make_asset(
        asset_class=asset_class,
        free_of_claims=False,
        purchased_on=None,
        safety_checked_on=None,
        **blank,
    )
    draft = make_draft(asset=asset)

    with pytest.raises(NotReady) as refused:
        publish_offer(draft, by=make_user(), at=EVE)

    assert refused.value.params == {"fields": missing}


@pytest.mark.parametrize(
    ("audience", "tier", "admitted"),
    [
        (Audience.TIER_1, Tier.TIER_1, True),
        (Audience.TIER_1, Tier.TIER_2, False),
        (Audience.TIER_1, None, False),
        (Audience.PARTNERS, Tier.TIER_3, True),
        (Audience.PARTNERS, None, False),
        (Audience.ALL_SMES, None, True),
    ],
)
def test_an_offer_is_for_its_audience(
    audience: str,
    tier: str | None,
    admitted: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    offer, firm = make_offer(audience=audience), make_firm()
    if tier:
        make_tie(offer.owner, firm, tier=tier)
    # Tied, but to somebody else.
    make_tie(make_offer().owner, firm)

    try:
        submit_request(offer, quantity=1, purpose="시험", by=make_manager(firm), at=MORNING)
    except NotInAudience:
        assert not admitted
    else:
        assert admitted


def test_withdraw_offer_ends_every_request_with_the_reason() -> None:
    offer = make_offer()
    make_request(offer=offer)
    make_request(offer=offer)

    withdraw_offer(offer, reason="설비를 다시 쓰기로 했습니다.", by=make_user(), at=MORNING)

    offer.refresh_from_db()
    assert (offer.state, offer.end_reason) == (OfferState.WITHDRAWN, "설비를 다시 쓰기로 했습니다.")
    assert states(offer) == [RequestState.REVOKED, RequestState.NOT_SELECTED]
    assert set(offer.requests.values_list("reason", flat=True)) == {offer.end_reason}


def test_withdraw_offer_only_while_it_is_up_and_unaccepted() -> None:
    draft, accepted, by = make_draft(), make_offer(), make_user()
    accept_award(make_request(offer=accepted), by=by, at=MORNING)

    with pytest.raises(NotPublished):
        withdraw_offer(draft, reason="-", by=by, at=MORNING)
    with pytest.raises(AcceptedAlready):
        withdraw_offer(accepted, reason="-", by=by, at=MORNING)

    accepted.refresh_from_db()
    assert accepted.state == OfferState.PUBLISHED


def test_close_offer_waits_for_the_window_and_for_every_award() -> None:
    offer = make_offer()
    assert close_offer(offer, at=OVER - timedelta(seconds=1)) is False
    make_request(offer=offer, at=OVER - timedelta(seconds=1))
    assert close_offer(offer, at=OVER) is False
    empty = make_offer()

    closed = close_offer(empty, at=OVER), close_offer(empty, at=OVER)

    empty.refresh_from_db()
    assert (closed, empty.state, empty.ended_at) == ((True, False), OfferState.CLOSED, OVER)
