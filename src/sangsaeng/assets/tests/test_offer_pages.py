"""Drafting, publishing and ending an offer on the pages."""

from datetime import timedelta

import pytest
from django.test import Client

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.assets.actions import accept_award, withdraw_offer
from sangsaeng.assets.choices import OfferState, PriceModel, RequestState
from sangsaeng.assets.models import Offer
from sangsaeng.assets.testing import make_asset, make_draft, make_offer, make_request
from sangsaeng.assets.tests.visitors import client_of, page, send
from sangsaeng.kernel.clock import held_at
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_large_company, make_manager

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

TERMS = {
    "title": "프레스 나눔",
    "description": "",
    "quantity": "1",
    "price_model": "FREE",
    "unit_price": "",
    "visibility": "PUBLIC",
    "audience": "ALL_SMES",
    "opens_at": "2014-10-06T10:00",
    "closes_at": "2014-10-20T18:00",
    "reserve_limit": "5",
    "accept_working_days": "3",
    "available_from": "2014-10-27",
    "removal_by": "2014-11-26",
}


@pytest.fixture
def client(owner: Organization) -> Client:
    return client_of(make_manager(owner))


def test_offer_is_proposed_drafted_looked_at_and_published(
    client: Client, owner: Organization
) -> None:
    asset = make_asset(owner=owner)

    proposed = page(client, f"/assets/{asset.pk}/offer/")
    drafted = send(client, f"/assets/{asset.pk}/offer/", TERMS)["Location"]
    looked_at = page(client, drafted)
    published = send(client, drafted)

    offer = Offer.objects.get()
    assert 'value="2014-10-06T10:00"' in proposed
    assert drafted == f"/offers/{offer.pk}/publish/"
    assert "예비순위 5번까지" in looked_at
    assert published["Location"] == f"/exchange/{offer.pk}/"
    assert offer.rule_text.replace('"', "&quot;") in looked_at
    assert (offer.state, offer.published_at) == (OfferState.PUBLISHED, MORNING)
    assert client.get(drafted)["Location"] == f"/exchange/{offer.pk}/"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", {"title": ""}),
        ("quantity", {"quantity": "0"}),
        ("unit_price", {"price_model": "LOW_PRICE"}),
        ("closes_at", {"closes_at": "2014-10-06T10:00"}),
        ("opens_at", {"opens_at": "내일"}),
        ("removal_by", {"removal_by": "2014-10-26"}),
        ("audience", {"visibility": "PARTNERS"}),
        ("reserve_limit", {"reserve_limit": "101"}),
        ("accept_working_days", {"accept_working_days": "0"}),
    ],
)
def test_offer_form_refuses_at_the_field_and_keeps_what_was_typed(
    client: Client, owner: Organization, field: str, wrong: dict[str, str]
) -> None:
    asset = make_asset(owner=owner)

    answer = send(client, f"/assets/{asset.pk}/offer/", TERMS | {"description": "적던 글"} | wrong)

    shown = answer.content.decode()
    assert (f'id="id_{field}_error"' in shown, "적던 글" in shown) == (True, True)
    assert not Offer.objects.exists()


def test_offer_of_more_than_there_is_is_refused(client: Client, owner: Organization) -> None:
    asset = make_asset(owner=owner)
    draft = make_draft(asset=make_asset(owner=owner))

    for path in (f"/assets/{asset.pk}/offer/", f"/offers/{draft.pk}/change/"):
        shown = send(client, path, TERMS | {"quantity": "2"}).content.decode()
        assert "남은 수량은 1입니다." in shown


def test_offer_at_a_low_price_is_changed_before_it_is_published(
    client: Client, owner: Organization
) -> None:
    draft = make_draft(asset=make_asset(owner=owner))
    low = {"price_model": "LOW_PRICE", "unit_price": "1,500,000"}

    shown = page(client, f"/offers/{draft.pk}/change/")
    answer = send(client, f"/offers/{draft.pk}/change/", TERMS | low)

    draft.refresh_from_db()
    assert 'value="2014-10-02T10:00"' in shown
    assert answer["Location"] == f"/offers/{draft.pk}/publish/"
    assert (draft.price_model, draft.unit_price) == (PriceModel.LOW_PRICE, 1_500_000)


def test_offer_that_is_not_ready_says_what_to_fill_in(client: Client, owner: Organization) -> None:
    draft = make_draft(asset=make_asset(owner=owner, serial=""))

    looked_at = page(client, f"/offers/{draft.pk}/publish/")
    refused = send(client, f"/offers/{draft.pk}/publish/").content.decode()

    assert "공고하기 전에 자산 내용을 채워 주세요." in looked_at
    assert "공고하려면 다음을 먼저 채워 주세요: 시리얼번호" in refused


def test_offer_whose_window_has_begun_cannot_be_published(
    client: Client, owner: Organization
) -> None:
    draft = make_draft(asset=make_asset(owner=owner))
    with held_at(MORNING + timedelta(hours=1)):
        looked_at = page(client, f"/offers/{draft.pk}/publish/")
        refused = send(client, f"/offers/{draft.pk}/publish/").content.decode()

    assert "접수 시작이 이미 지났습니다." in looked_at
    assert "접수 시작은 공고하는 때보다 뒤여야 합니다." in refused


def test_draft_is_thrown_away_and_a_published_offer_is_not(
    client: Client, owner: Organization
) -> None:
    draft = make_draft(asset=make_asset(owner=owner))
    offer = make_offer(asset=make_asset(owner=owner))

    send(client, f"/offers/{draft.pk}/discard/")
    answer = send(client, f"/offers/{offer.pk}/discard/")

    assert "이미 공고되어 고칠 수 없습니다." in page(client, answer["Location"])
    assert [left.pk for left in Offer.objects.all()] == [offer.pk]


def test_offer_is_withdrawn_with_a_reason(client: Client, owner: Organization) -> None:
    asked = make_request(offer=make_offer(asset=make_asset(owner=owner)))
    path = f"/offers/{asked.offer_id}/withdraw/"

    before = page(client, path)
    without_reason = send(client, path).content.decode()
    answer = send(client, path, {"reason": "다시 쓰기로 했습니다."})

    asked.refresh_from_db()
    assert "진행 중인 신청 1건이 끝납니다." in before
    assert 'id="id_reason_error"' in without_reason
    assert answer["Location"] == f"/assets/{asked.offer.asset_id}/"
    assert (asked.state, asked.reason) == (RequestState.REVOKED, "다시 쓰기로 했습니다.")


def test_offer_somebody_accepted_is_not_withdrawn_but_the_award_is_revoked(
    client: Client, owner: Organization
) -> None:
    asked = make_request(offer=make_offer(asset=make_asset(owner=owner)))
    accept_award(asked, by=asked.requested_by, at=MORNING)
    reason = {"reason": "안전 문제가 나왔습니다."}

    kept = send(client, f"/offers/{asked.offer_id}/withdraw/", reason).content.decode()
    answer = send(client, f"/requests/{asked.pk}/revoke/", reason)
    again = send(client, f"/requests/{asked.pk}/revoke/", reason).content.decode()

    asked.refresh_from_db()
    assert "이미 수락한 기업이 있어 철회할 수 없습니다." in kept
    assert answer["Location"] == f"/requests/{asked.pk}/"
    assert (asked.state, asked.reason) == (RequestState.REVOKED, reason["reason"])
    assert "지금 답하실 배정이 없습니다." in again


def test_award_is_revoked_by_the_owner_or_the_centre_only(owner: Organization) -> None:
    asked = make_request(offer=make_offer(asset=make_asset(owner=owner)))
    path = f"/requests/{asked.pk}/revoke/"
    firm = client_of(asked.requested_by)
    auditor = client_of(make_user(roles=(CentreRole.AUDITOR,)))
    stranger = client_of(make_manager(make_large_company()))
    officer = client_of(make_user(roles=(CentreRole.OFFICER,)))
    reason = {"reason": "사유"}

    refused = [send(one, path, reason).status_code for one in (firm, auditor, stranger)]
    answer = send(officer, path, reason)

    asked.refresh_from_db()
    assert (refused, answer.status_code, asked.state) == (
        [403, 403, 404],
        302,
        RequestState.REVOKED,
    )


def test_payment_is_recorded_and_a_wrong_figure_kept(client: Client, owner: Organization) -> None:
    offer = make_offer(
        asset=make_asset(owner=owner), price_model=PriceModel.LOW_PRICE, unit_price=900_000
    )
    asked = make_request(offer=offer)
    path = f"/requests/{asked.pk}/payment/"
    too_early = send(client, path, {"won": "900000"}).content.decode()
    accept_award(asked, by=asked.requested_by, at=MORNING)

    proposed = page(client, path)
    wrong = send(client, path, {"won": "구십만"}).content.decode()
    answer = send(client, path, {"won": "900,000원"})

    asked.award.refresh_from_db()
    assert "지금 서명할 약정이 없습니다." in too_early
    assert 'value="900,000"' in proposed
    assert ('value="구십만"' in wrong, 'id="id_won_error"' in wrong) == (True, True)
    assert answer["Location"] == f"/requests/{asked.pk}/"
    assert (asked.award.paid_won, asked.award.paid_recorded_at) == (900_000, MORNING)


def test_payment_for_a_gift_is_refused_and_the_firm_records_none(
    client: Client, owner: Organization
) -> None:
    asked = make_request(offer=make_offer(asset=make_asset(owner=owner)))
    path = f"/requests/{asked.pk}/payment/"

    assert "무상양도에는 대금이 없습니다." in send(client, path, {"won": "1"}).content.decode()
    assert client_of(asked.requested_by).get(path).status_code == 403


def test_story_tells_of_an_offer_that_ended(client: Client, owner: Organization) -> None:
    offer = make_offer(asset=make_asset(owner=owner))
    withdraw_offer(offer, reason="다시 씁니다.", by=make_user(), at=MORNING)

    shown = page(client, f"/assets/{offer.asset_id}/")

    for told in ("공고했습니다. 규칙이 고정되었습니다.", "공고를 철회했습니다.", "다시 씁니다."):
        assert told in shown
