"""The pages that carry an award through, as each person meets them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.agreements.models import Agreement
from sangsaeng.assets.actions import (
    accept_award,
    decline_award,
    record_delivery,
    revoke_award,
    withdraw_request,
)
from sangsaeng.assets.models import Request
from sangsaeng.assets.testing import (
    make_hand_over,
    make_offer,
    make_request,
)
from sangsaeng.assets.tests.browsing import client_of, make_picture, manager_of, page, post
from sangsaeng.assets.views.standing import steps_of
from sangsaeng.files.testing import make_picture_upload
from sangsaeng.kernel.clock import held_at
from sangsaeng.organizations.testing import make_firm, make_manager

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


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


def test_the_step_bar_stops_where_the_award_ended() -> None:
    offer = make_offer(quantity=1, reserve_limit=3)
    waiting_ended, declined, accepted = (make_request(offer=offer) for _ in range(3))
    waiting_ended, declined = declined, waiting_ended
    withdraw_request(waiting_ended, by=make_user(), at=MORNING)
    decline_award(declined, reason="자리가 없음", by=make_user(), at=MORNING)
    accepted.refresh_from_db()
    accepted = accept_award(accepted, by=accepted.requested_by, at=MORNING)
    revoke_award(accepted, reason="파손", by=make_user(), at=MORNING)
    in_force = make_hand_over().award.request
    revoke_award(in_force, reason="파손", by=make_user(), at=MORNING)

    done = []
    for wish in (waiting_ended, declined, accepted, in_force):
        fresh = Request.objects.select_related("award__agreement").get(pk=wish.pk)
        done.append([state for _, state in steps_of(fresh)].count("done"))

    assert done == [1, 2, 3, 4]
