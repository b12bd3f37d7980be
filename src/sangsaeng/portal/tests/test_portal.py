"""The home, the desks and the trail, as each role meets them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_staff, make_user
from sangsaeng.agreements.actions import load_text_versions
from sangsaeng.agreements.choices import Side
from sangsaeng.assets.actions import accept_award, sign_agreement
from sangsaeng.assets.testing import make_draft, make_hand_over, make_offer, make_request
from sangsaeng.kernel import clock
from sangsaeng.organizations.testing import (
    make_firm,
    make_large_company,
    make_manager,
    make_registration,
    make_tie,
)
from sangsaeng.portal.queries import to_dos_of_centre, to_dos_of_firm, to_dos_of_owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wordings(db: Any) -> None:  # noqa: ARG001 - a fixture asked for
    load_text_versions(at=MORNING)


def shown(user: User | None, path: str) -> str:
    client = Client()
    if user:
        client.force_login(user)
    with clock.held_at(MORNING):
        answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_home_shows_what_can_be_had_and_no_partners_offer() -> None:
    make_offer(title="누구나 볼 선반")
    make_offer(title="협력사만 볼 선반", visibility="PARTNERS", audience="PARTNERS")

    page = shown(None, "/")

    assert ("누구나 볼 선반" in page, "협력사만 볼 선반" in page) == (True, False)


def test_a_firm_finds_its_award_its_signature_and_its_tie() -> None:
    firm = make_firm()
    user = make_manager(firm)
    owner = make_large_company(name="가람화학")
    awarded = make_request(offer=make_offer(title="배정된 선반"), by=user)
    accepted = make_request(offer=make_offer(title="수락한 선반"), by=user)
    accept_award(accepted, by=user, at=MORNING)
    make_tie(owner, firm, confirmed=False)
    make_request(offer=make_offer(title="남의 선반"))

    to_dos = to_dos_of_firm(firm, at=MORNING)

    assert [(str(to_do.what), to_do.about, to_do.url, to_do.days) for to_do in to_dos] == [
        ("배정 수락", "배정된 선반", f"/requests/{awarded.pk}/", 3),
        ("약정서 서명", f"수락한 선반 · {firm.name}", f"/requests/{accepted.pk}/", None),
        ("협력사 관계 확인", "가람화학", to_dos[2].url, None),
    ]
    page = shown(user, "/desk/")
    assert ("배정된 선반" in page, "남의 선반" in page) == (True, False)


def test_a_firm_whose_certificate_ran_out_is_asked_for_a_new_one() -> None:
    firm = make_firm(certified=False)

    assert [str(to_do.what) for to_do in to_dos_of_firm(firm, at=MORNING)] == [
        "중소기업확인서 새로 올리기"
    ]


def test_an_owner_finds_drafts_signatures_and_deliveries() -> None:
    draft = make_draft(title="초안 선반")
    owner = draft.owner
    hand_over = make_hand_over()
    giver = hand_over.giver
    request = hand_over.award.request

    assert [(str(t.what), t.about) for t in to_dos_of_owner(owner, at=MORNING)] == [
        ("공고 전 초안", "초안 선반")
    ]
    assert [(str(t.what), t.url) for t in to_dos_of_owner(giver, at=MORNING)] == [
        ("인도 기록", f"/requests/{request.pk}/")
    ]
    assert "초안 선반" in shown(make_manager(owner), "/desk/")


def test_the_other_sides_signature_is_nobodys_task() -> None:
    request = make_request()
    accept_award(request, by=request.requested_by, at=MORNING)
    request.refresh_from_db()
    agreement = request.award.agreement
    assert agreement is not None
    sign_agreement(
        request,
        side=Side.TAKER,
        typed_name=request.requested_by.name,
        sha256=agreement.sha256,
        by=request.requested_by,
        at=MORNING,
    )

    assert to_dos_of_firm(request.firm, at=MORNING) == []
    assert [str(t.what) for t in to_dos_of_owner(request.offer.owner, at=MORNING)] == [
        "약정서 서명"
    ]


def test_the_centre_finds_registrations_and_late_hand_overs() -> None:
    registration = make_registration()
    hand_over = make_hand_over()
    late = MORNING + timedelta(days=100)

    to_dos = to_dos_of_centre(at=late)

    assert [(str(t.what), t.about) for t in to_dos] == [
        ("기업 등록 심사", registration.name),
        (
            "반출기한이 지난 인수인계",
            f"{hand_over.award.offer.title} · {hand_over.taker.name}",
        ),
    ]
    assert to_dos[0].since is not None
    assert to_dos[1].days is not None
    assert to_dos[1].days < 0
    assert registration.name in shown(make_staff("OFFICER"), "/desk/")


@pytest.mark.parametrize("role", ["BOARD_MEMBER", "TEAM_HEAD", "AUDITOR"])
def test_people_of_the_centre_see_the_plan_on_their_desk(role: str) -> None:
    assert "자산을 지원받은 중소기업" in shown(make_staff(role), "/desk/")


def test_a_newcomer_is_led_to_registration() -> None:
    assert "먼저 기업을 등록해 주세요" in shown(make_user(), "/desk/")


def test_the_trail_is_for_those_who_read_everything() -> None:
    make_offer()
    client = Client()
    client.force_login(make_manager(make_firm()))

    assert "offer.published" in shown(make_staff("AUDITOR"), "/trail/")
    assert "offer.drafted" not in shown(make_staff("AUDITOR"), "/trail/?verb=offer.pub")
    assert client.get("/trail/").status_code == 403


def test_a_shifted_clock_says_so() -> None:
    clock.shift_to(MORNING)

    assert "2014. 10. 2.(목) 10:0" in shown(None, "/")
