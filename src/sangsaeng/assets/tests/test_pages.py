"""The pages of the exchange as each person meets them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.agreements.models import Agreement
from sangsaeng.assets.actions import (
    accept_award,
    confirm_receipt,
    decline_award,
    record_delivery,
    withdraw_offer,
)
from sangsaeng.assets.choices import Audience, Visibility
from sangsaeng.assets.models import Request
from sangsaeng.assets.queries import Filters, list_exchange, situation_of, what_now
from sangsaeng.assets.testing import (
    make_asset,
    make_draft,
    make_hand_over,
    make_offer,
    make_request,
)
from sangsaeng.files.actions import store_upload
from sangsaeng.files.choices import PICTURES
from sangsaeng.files.models import StoredFile
from sangsaeng.files.testing import make_picture_upload, make_stored_file, stores_in
from sangsaeng.kernel.clock import held_at
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager, make_tie

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.STORAGES = stores_in(tmp_path)
    with held_at(MORNING):
        yield


def client_of(user: User | None = None) -> Client:
    """Sign somebody in; the centre's people with their second factor."""
    client = Client()
    if user:
        if user.needs_second_factor:
            TOTP.activate(user, generate_totp_secret())
        client.force_login(user)
    return client


def manager_of(organization: Organization) -> User:
    return User.objects.get(memberships__organization=organization)


def make_picture() -> StoredFile:
    return store_upload(make_picture_upload(), kinds=PICTURES, by=make_user(), at=MORNING)


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"assets:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, name: str, *args: object, **typed: object) -> HttpResponse:
    return client.post(reverse(f"assets:{name}", args=args), typed)  # type: ignore[return-value]  # Django's test client wraps it


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
    full = make_offer(title="사출기 다", reserve_limit=0)
    make_request(offer=full)
    partners = make_offer(
        title="협력사 사출기", visibility=Visibility.PARTNERS, audience=Audience.PARTNERS
    )
    make_offer(title="협력사용", audience=Audience.PARTNERS)
    make_offer(title="1차용", audience=Audience.TIER_1, asset=make_asset(owner=owner))
    make_tie(owner, user.memberships.get().organization, tier="TIER_2")
    make_offer(title="저가", price_model="LOW_PRICE", unit_price=1000)

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
    assert found(asset_class="RESEARCH_EQUIPMENT") == set()
    assert found(region="GYEONGNAM") == everything


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

    assert "지금 신청하면 바로 배정됩니다." in once
    assert "지금 신청하면 예비 1번이 됩니다." in reserve
    assert "지금은 접수되지 않습니다." in full


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


def test_the_whole_thread_in_pages() -> None:
    offer = make_offer()
    taker, giver = make_manager(make_firm()), manager_of(offer.owner)
    firm, owner = client_of(taker), client_of(giver)

    asked = post(firm, "ask", offer.pk, quantity=1, purpose="금형 시험")
    wish = Request.objects.get()
    assert asked["Location"] == reverse("assets:request", args=[wish.pk])
    assert "수락 여부를 정해 주세요." in page(firm, "request", wish.pk)
    assert "수요기업의 수락을 기다리고 있습니다." in page(owner, "request", wish.pk)
    unsure = post(firm, "accept", wish.pk).content.decode()
    assert 'aria-invalid="true"' in unsure
    post(firm, "accept", wish.pk, sure="on")
    sha256 = Agreement.objects.get().sha256
    wrong = post(firm, "sign", wish.pk, typed_name="홍길동", agreed="on", sha256=sha256)
    assert taker.name in wrong.content.decode()
    assert "홍길동" in wrong.content.decode()
    post(firm, "sign", wish.pk, typed_name=taker.name, agreed="on", sha256=sha256)
    assert "상대방의 서명을 기다리고 있습니다." in page(firm, "request", wish.pk)
    post(owner, "sign", wish.pk, typed_name=giver.name, agreed="on", sha256=sha256)
    assert "물건을 건넨 뒤 인도를 기록해 주세요." in page(owner, "request", wish.pk)


def test_the_hand_over_in_pages() -> None:
    row = make_hand_over()
    wish, offer = row.award.request, row.award.offer
    firm, owner = client_of(wish.requested_by), client_of(manager_of(offer.owner))

    refused = post(
        owner, "deliver", row.pk, serial="X", note="치공구", photos=make_picture_upload()
    )
    assert "배정된 자산의 시리얼번호와 다릅니다." in refused.content.decode()
    assert "치공구" in refused.content.decode()
    page(owner, "deliver", row.pk)
    page(firm, "receive", row.pk)
    post(
        owner,
        "deliver",
        row.pk,
        serial=offer.asset.serial,
        photos=[make_picture_upload(), make_picture_upload(colour="red")],
    )
    assert "물건을 확인하고 인수를 확인해 주세요." in page(firm, "request", wish.pk)
    page(firm, "receive", row.pk)
    received = post(firm, "receive", row.pk, note="이상 없음")
    assert received["Location"] == reverse("assets:hand_over", args=[row.pk])
    again = post(firm, "receive", row.pk, note="이상 없음")
    assert "이미 확인했습니다" in again.content.decode()
    history = page(firm, "request", wish.pk)
    for words in ("신청하여 바로 배정되었습니다.", f"{offer.owner.name}: 약정서에 서명했습니다."):
        assert words in history
    assert page(owner, "hand_over", row.pk).count('class="picture"') == 2


def test_the_receipt_shows_names_to_the_parties_and_the_centre_only() -> None:
    row = make_hand_over()
    giver = manager_of(row.giver)
    record_delivery(
        row,
        serial=row.award.offer.asset.serial,
        note="",
        photos=[make_picture()],
        by=giver,
        at=MORNING,
    )
    shot = row.photos.get()
    names = {}
    for role in (CentreRole.OFFICER, CentreRole.AUDITOR, CentreRole.BOARD_MEMBER):
        client = client_of(make_user(roles=(role,)))
        names[role] = giver.name in page(client, "hand_over", row.pk)
        photo = reverse("assets:hand_over_photo", args=[row.pk, shot.pk])
        picture = client.get(photo)
        assert picture["Content-Type"] == "image/jpeg"
        assert b"".join(picture.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]  # a streamed file

    assert names == {"OFFICER": True, "AUDITOR": True, "BOARD_MEMBER": False}


def test_others_see_nothing_and_readers_write_nothing() -> None:
    row = make_hand_over()
    wish = row.award.request
    stranger = client_of(make_manager(make_firm()))
    auditor = client_of(make_user(roles=(CentreRole.AUDITOR,)))
    places = dict.fromkeys(("accept", "decline", "withdraw", "sign"), wish.pk) | dict.fromkeys(
        ("deliver", "receive"), row.pk
    )

    strangers = {name: post(stranger, name, pk).status_code for name, pk in places.items()}
    readers = {name: post(auditor, name, pk).status_code for name, pk in places.items()}

    assert strangers == dict.fromkeys(places, 404)
    assert readers == dict.fromkeys(places, 403)
    assert stranger.get(reverse("assets:request", args=[wish.pk])).status_code == 404
    assert stranger.get(reverse("assets:hand_over", args=[row.pk])).status_code == 404
    assert auditor.get(reverse("assets:request", args=[wish.pk])).status_code == 200
    assert post(auditor, "ask", wish.offer_id, quantity=1, purpose="시험").status_code == 403


def test_the_owner_cannot_answer_for_the_firm() -> None:
    wish = make_request()
    owner = client_of(manager_of(wish.offer.owner))

    answers = [post(owner, name, wish.pk).status_code for name in ("accept", "decline", "withdraw")]

    assert answers == [403] * 3


def test_the_use_plan_is_the_owners_to_read_only_after_an_award() -> None:
    """I15, as far as this thread goes."""
    offer = make_offer()
    awarded, waiting = make_request(offer=offer), make_request(offer=offer)
    plan = "자동차 부품 사출 금형 시험에 씁니다."
    owner = client_of(manager_of(offer.owner))
    officer = client_of(make_user(roles=(CentreRole.OFFICER,)))

    seen = [plan in page(owner, "request", wish.pk) for wish in (awarded, waiting)]

    assert seen == [True, False]
    assert plan in page(client_of(waiting.requested_by), "request", waiting.pk)
    assert plan in page(officer, "request", waiting.pk)


def test_the_list_of_requests_is_each_ones_own_and_costs_the_same() -> None:
    offer = make_offer(quantity=2, reserve_limit=60)
    mine = make_request(offer=offer)
    others = [make_request(offer=offer) for _ in range(4)]
    decline_award(others[0], reason="자리가 없음", by=make_user(), at=MORNING)
    officer = client_of(make_user(roles=(CentreRole.OFFICER,)))
    firm = client_of(mine.requested_by)

    text = page(firm, "requests")
    counts = []
    for more in (0, 10):
        for _ in range(more):
            make_request(offer=offer)
        with CaptureQueriesContext(connection) as captured:
            page(officer, "requests")
        counts.append(len(captured))

    assert mine.number in text
    assert all(other.number not in text for other in others)
    assert counts[0] == counts[1] <= 9
    assert others[0].number in page(officer, "requests", state="ended")
    assert mine.number not in page(officer, "requests", state="ended")
    assert "여기에 신청이 나타납니다." in page(firm, "requests", state="received")


def test_a_refused_answer_is_said_in_place_and_nothing_is_lost() -> None:
    offer = make_offer()
    first, second = make_request(offer=offer), make_request(offer=offer)
    firm, other = client_of(first.requested_by), client_of(second.requested_by)

    with held_at(first.award.expires_at):
        late = post(firm, "accept", first.pk, sure="on").content.decode()
    blank = post(firm, "decline", first.pk, reason=" ").content.decode()
    declined = post(firm, "decline", first.pk, reason="자리가 없음")
    accepted = accept_award(second, by=second.requested_by, at=MORNING)
    too_late = post(other, "withdraw", accepted.pk).content.decode()

    assert "수락 기한이 지나 배정이 다음 순위로 넘어갑니다." in late
    assert "<details open" in " ".join(blank.split())
    assert declined["Location"] == reverse("assets:request", args=[first.pk])
    assert "이미 수락했거나 끝난 신청은 철회할 수 없습니다." in too_late
    assert "자리가 없음" in page(firm, "request", first.pk)


def test_reasons_of_the_program_are_read_in_english_too() -> None:
    offer = make_offer()
    make_request(offer=offer)
    waiting = make_request(offer=offer)
    client = client_of(waiting.requested_by)
    client.cookies["django_language"] = "en"

    assert "Reserve no. 1" in page(client, "request", waiting.pk)
    post(client, "withdraw", waiting.pk)

    waiting.refresh_from_db()
    assert waiting.reason == "신청 기업이 철회했습니다."
    assert "The firm withdrew." in page(client, "request", waiting.pk)
