"""The list of the exchange, an offer, and asking, as each person meets them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.assets.actions import (
    confirm_receipt,
    record_delivery,
    withdraw_offer,
)
from sangsaeng.assets.choices import Audience, Visibility
from sangsaeng.assets.models import Request
from sangsaeng.assets.queries import (
    Filters,
    list_exchange,
    situation_of,
    what_now,
    working_days_left,
)
from sangsaeng.assets.testing import (
    make_asset,
    make_draft,
    make_hand_over,
    make_offer,
    make_request,
)
from sangsaeng.assets.tests.browsing import client_of, page, post
from sangsaeng.assets.views.facts import facts_of, rule_sentences
from sangsaeng.files.testing import make_stored_file
from sangsaeng.kernel.clock import held_at
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager, make_tie

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def receive(wish: Request) -> None:
    row = make_hand_over(request=wish)
    record_delivery(
        row,
        serial=wish.offer.asset.serial,
        note="",
        photos=[make_stored_file()],
        by=wish.requested_by,
        at=MORNING,
    )
    confirm_receipt(row, note="", by=wish.requested_by, at=MORNING)


def test_the_list_says_what_each_person_can_do_now() -> None:
    firm = make_firm()
    user = make_manager(firm)
    offers = {name: make_offer(title=name, reserve_limit=1) for name in "가나다라마바"}
    make_request(offer=offers["가"], by=user)
    make_request(offer=offers["나"])
    for _ in range(2):
        make_request(offer=offers["다"])
    withdraw_offer(offers["라"], reason="사정 변경", by=user, at=MORNING)
    make_offer(title="사", opens_at=MORNING + timedelta(days=1))
    receive(make_request(offer=offers["마"]))

    def words(who: User | AnonymousUser) -> dict[str, str]:
        listing = list_exchange(who, Filters(), page=1, at=MORNING)
        return {card.title: card.now.words for card in listing.cards}

    anonymous = {
        "가": "신청 1건 · 예비 가능",
        "나": "신청 1건 · 예비 가능",
        "다": "예비 마감",
        "라": "철회됨",
        "마": "인도 완료",
        "바": "신청 가능",
        "사": "접수 전 · 2014. 10. 3.(금) 10:00 시작",
    }
    assert words(AnonymousUser()) == anonymous
    assert words(user) == anonymous | {"가": "우리 신청: 배정됨"}
    after = offers["바"].closes_at
    assert what_now(situation_of(offers["바"], {}, None), after).words == "마감"


def test_the_filters_keep_what_they_say() -> None:
    """I14: an offer for partners is in no list and no count of a stranger."""
    user = make_manager(make_firm())
    owner = make_large_company()
    make_offer(title="사출성형기")
    mine = make_offer(title="사출기 나", asset=make_asset(owner=owner))
    make_request(offer=mine, by=user)
    make_request(offer=make_offer(title="사출기 다", reserve_limit=0))
    partners = make_offer(
        title="협력사 사출기", visibility=Visibility.PARTNERS, audience=Audience.PARTNERS
    )
    make_offer(title="협력사용", audience=Audience.PARTNERS, asset=make_asset(title="선반"))
    make_offer(title="1차용", audience=Audience.TIER_1, asset=make_asset(owner=owner, title="선반"))
    make_tie(owner, user.memberships.get().organization, tier="TIER_2")
    make_offer(
        title="저가", price_model="LOW_PRICE", unit_price=1000, asset=make_asset(title="선반")
    )

    def found(who: User | AnonymousUser = user, **wanted: object) -> set[str]:
        listing = list_exchange(who, Filters(**wanted), page=1, at=MORNING)  # type: ignore[arg-type]  # the filters of the lines below
        assert listing.count == len(listing.cards)
        return {card.title for card in listing.cards}

    everything = {"사출성형기", "사출기 나", "사출기 다", "협력사용", "1차용", "저가"}
    assert found() == everything
    assert found(AnonymousUser()) == everything
    assert found(make_manager(partners.owner)) == everything | {"협력사 사출기"}
    assert found(search="사출") == {"사출성형기", "사출기 나", "사출기 다"}
    assert found(open_now=True) == everything - {"사출기 다"}
    assert found(for_us=True) == {"사출성형기", "저가"}
    assert found(make_manager(owner), for_us=True) == set()
    assert found(price_model="LOW_PRICE") == {"저가"}
    assert found(asset_class="RESEARCH_EQUIPMENT", region="GYEONGNAM") == set()


@pytest.mark.parametrize("query", [{}, {"open_now": "on", "for_us": "on"}])
def test_the_list_costs_the_same_for_five_and_twenty(query: dict[str, str]) -> None:
    client = client_of(make_manager(make_firm()))
    owner = make_large_company()
    counts, sizes = [], []

    for rows in (5, 15):
        for _ in range(rows):
            make_offer(asset=make_asset(owner=owner))
        with CaptureQueriesContext(connection) as captured:
            text = page(client, "exchange", **query)
        counts.append(len(captured))
        sizes.append(len(text.encode()))

    assert counts[0] == counts[1] <= 9
    assert sizes[1] <= 40 * 1024


def test_the_list_goes_on_and_answers_htmx_with_its_part() -> None:
    owner = make_large_company()
    for number in range(21):
        make_offer(title=f"설비 {number}", asset=make_asset(owner=owner))

    first = page(Client(), "exchange")
    second = page(Client(), "exchange", page="2")
    found = page(Client(), "exchange", q="설비", page="2")
    part = Client().get("/exchange/", headers={"HX-Request": "true"}).content.decode()

    assert ("설비 20<" in first, "설비 0<" in first, "?page=2" in first) == (True, False, True)
    assert ("설비 20<" in second, "설비 0<" in second, "?page=3" in second) == (False, True, False)
    assert ("설비 20<" in found, "설비 0<" in found) == (False, True)
    assert "<html" not in part
    assert 'id="offers"' in part


def test_an_offers_page_shows_the_rule_before_one_asks() -> None:
    offer = make_offer()

    text = page(Client(), "offer", offer.pk)

    assert offer.rule_hash in text
    assert "앞 순서를 건너뛰는 배정은 없습니다." in text
    assert "로그인하고 신청하기" in text
    assert "8영업일 남음" in text
    assert len(text.encode()) <= 20 * 1024


def test_an_offers_page_says_why_one_cannot_ask_and_how_to_mend_it() -> None:
    offer = make_offer()
    texts = {
        "certificate": page(client_of(make_manager(make_firm(certified=False))), "offer", offer.pk),
        "firm": page(client_of(make_user()), "offer", offer.pk),
    }

    for text, link in zip(texts.values(), ("중소기업확인서 올리기", "기업 등록하기"), strict=True):
        assert link in text
        assert reverse("assets:ask", args=[offer.pk]) not in text


def test_hidden_and_unpublished_offers_are_not_there() -> None:
    partners = make_offer(visibility=Visibility.PARTNERS)
    draft = make_draft()
    client = client_of(make_manager(make_firm()))

    answers = [
        client.get(reverse(f"assets:{name}", args=[offer.pk])).status_code
        for name in ("offer", "ask")
        for offer in (partners, draft)
    ]

    assert answers == [404] * 4


def test_ask_says_beforehand_what_one_would_get() -> None:
    offer = make_offer(quantity=2, reserve_limit=1)
    client = client_of(make_manager(make_firm()))

    once = page(client, "ask", offer.pk, quantity="2")
    make_request(offer=offer)
    reserve = page(client, "ask", offer.pk, quantity="2")
    make_request(offer=offer, quantity=2)
    full = page(client, "ask", offer.pk, quantity="x")
    too_many = page(client, "ask", offer.pk, quantity="3")

    assert "지금 신청하면 바로 배정됩니다." in once
    assert "지금 신청하면 예비 1번이 됩니다." in reserve
    assert "지금은 접수되지 않습니다." in full
    assert "공고된 수량(2)보다 많이 신청할 수 없습니다." in too_many


def test_ask_keeps_what_was_typed_when_it_is_refused() -> None:
    offer = make_offer()
    client = client_of(make_manager(make_firm()))
    clock = held_at(offer.closes_at)

    with clock:
        text = post(client, "ask", offer.pk, quantity=1, purpose="금형 시험").content.decode()
    blank = post(client, "ask", offer.pk, quantity=0, purpose="").content.decode()

    assert "접수가 끝난 공고입니다." in text
    assert "금형 시험" in text
    assert "활용 계획 — " in " ".join(blank.split())
    assert not Request.objects.exists()


def test_facts_are_those_of_the_class_and_the_price_is_said() -> None:
    research = make_asset(
        asset_class="RESEARCH_EQUIPMENT",
        national_class="B107",
        state_funded=True,
        weight_kg=1200,
        hours_run=8000,
        safety_checked_on=None,
    )
    office = make_asset(asset_class="OFFICE_FACILITY", media_status="WIPED", set_contents="책상 12")
    offer = make_offer(asset=make_asset(), price_model="LOW_PRICE", unit_price=3_500_000)

    instrument, furniture = dict(facts_of(research)), dict(facts_of(office))

    assert instrument["국가표준 장비분류"] == "B107"
    assert instrument["국가 예산으로 산 장비"] == "예"
    assert (instrument["무게"], instrument["가동 시간"]) == ("1,200 kg", "8,000 h")
    assert instrument["방호·안전검사"] == "안전검사 합격"
    assert furniture["저장매체 삭제"] == "저장매체 삭제 완료"
    assert furniture["구성"] == "책상 12"
    assert "방호·안전검사" not in furniture
    assert rule_sentences(offer)[-1] == "단가 3,500,000원에 양도합니다."


def test_working_days_left_says_nothing_where_only_days_off_lie_between() -> None:
    """A Thursday before a holiday and a weekend: 3 October is one."""
    friday = MORNING + timedelta(days=1)
    answers = [
        working_days_left(until, at=at)
        for until, at in (
            (MORNING, MORNING),
            (MORNING + timedelta(hours=1), MORNING),
            (friday + timedelta(days=1), friday),
            (MORNING + timedelta(days=4), MORNING),
        )
    ]

    assert answers == [-1, 0, None, 1]
