"""From a ledger in Excel to a number of the plan and back to its paper."""

from collections.abc import Callable
from datetime import datetime
from re import search

import pytest

from sangsaeng.accounts.testing import KST, make_staff
from sangsaeng.agreements.models import Agreement
from sangsaeng.assets.choices import Condition, SafetyStatus
from sangsaeng.assets.models import Asset, Offer
from sangsaeng.kernel import clock
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager
from tests.browser import papers
from tests.browser.conftest import Enter
from tests.browser.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
]
OPENED = datetime(2014, 10, 6, 10, 5, tzinfo=KST)
HANDED_OVER = datetime(2014, 10, 30, 14, 0, tzinfo=KST)
TITLE = "150톤 사출성형기"
EVIDENCE = "/plan/2014/evidence/assets.firms_supplied/"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_asset_goes_from_the_ledger_to_the_plan(
    language: str, enter: Enter, work_off: Callable[[], None]
) -> None:
    company, firm, second = make_large_company(), make_firm(), make_firm()
    giver, taker, other, staff = (
        enter(name, language) for name in ("giver", "taker", "second", "officer")
    )
    giver.sign_in(make_manager(company, name="윤서진", language=language))
    hand_a_ledger_in(giver)
    complete_the_asset(giver)
    offer_it(giver)

    clock.shift_to(OPENED)
    taker.sign_in(make_manager(firm, name="강민호", language=language))
    find_and_ask(taker)
    taker.sees("배정되었습니다. 수락 여부를 정해 주세요.")
    other.sign_in(make_manager(second, name="서하늘", language=language))
    find_and_ask(other)
    other.sees("예비 %(rank)s번", rank=1)
    work_off()

    accept_and_sign(taker, "강민호")
    sign(giver, "윤서진")
    work_off()
    giver.page.reload()
    pdf_of(giver)

    clock.shift_to(HANDED_OVER)
    hand_over(giver, taker)
    work_off()

    staff.sign_in(make_staff("OFFICER", language=language))
    open_the_number(staff, firm.name)


def hand_a_ledger_in(giver: Visitor) -> None:
    giver.open("/assets/")
    giver.press("자산대장 올리기")
    giver.fill(file=papers.ledger())
    giver.press("올리고 확인하기")
    giver.sees("이렇게 읽었습니다")
    assert not Asset.objects.exists()
    giver.press("이 내용으로 등록")
    giver.press("자산대장 보기")


def complete_the_asset(giver: Visitor) -> None:
    giver.follow(TITLE)
    giver.press("내용 고치기")
    giver.fill(
        condition=Condition.USABLE,
        safety_status=SafetyStatus.INSPECTED,
        safety_checked_on="2014-06-11",
        free_of_claims=True,
        known_faults="가열통 덮개에 긁힌 자국",
    )
    giver.press("저장")
    giver.fill(photos=papers.picture("steelblue"))
    giver.press("사진 올리기")
    giver.sees("공고에 필요한 내용을 모두 채웠습니다.")


def offer_it(giver: Visitor) -> None:
    giver.press("공고하기")
    giver.fill(description="2006년에 들여와 2012년까지 쓰던 기계입니다.")
    giver.press("저장하고 규칙 확인하기")
    giver.press("이 규칙으로 공고")
    offer = Offer.objects.get()
    assert (offer.is_published, offer.opens_at < OPENED) == (True, True)


def find_and_ask(firm: Visitor) -> None:
    firm.open("/exchange/")
    firm.fill(q="사출성형기")
    with firm.page.expect_response(lambda answer: "q=" in answer.url):
        firm.press("찾기")
    firm.follow(TITLE)
    firm.sees("배정 규칙")
    firm.page.locator("summary", has_text="SHA-256").click()
    firm.press("신청하기")
    firm.fill(purpose="자동차 부품 사출 금형 시험에 씁니다.")
    firm.press("신청하기")


def accept_and_sign(taker: Visitor, name: str) -> None:
    taker.fill(sure=True)
    taker.press("배정 수락")
    taker.fill(agreed=True, typed_name=name)
    taker.press("약정에 서명")
    taker.sees("상대방의 서명을 기다리고 있습니다.")


def sign(giver: Visitor, name: str) -> None:
    giver.open("/requests/?state=open")
    giver.follow(TITLE)
    giver.fill(agreed=True, typed_name=name)
    giver.press("약정에 서명")
    giver.sees("물건을 건넨 뒤 인도를 기록해 주세요.")


def pdf_of(giver: Visitor) -> None:
    """Both signed: the paper is printed, and is the one the page gives."""
    link = giver.control("약정서 받기 (PDF)").get_attribute("href")
    assert link is not None
    answer = giver.context.request.get(link)
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
    assert Agreement.objects.get().effective_at is not None


def hand_over(giver: Visitor, taker: Visitor) -> None:
    giver.press("인도 기록")
    giver.fill(serial=papers.SERIAL, photos=papers.picture("darkred"), note="설명서를 함께 드림")
    giver.press("인도했습니다")
    taker.open("/requests/")
    taker.follow(TITLE)
    taker.press("인수 확인")
    taker.fill(note="이상 없음")
    taker.press("받았습니다")
    taker.sees("양측이 확인한 인수인계입니다. 인쇄해 보관할 수 있습니다.")


def open_the_number(staff: Visitor, firm: str) -> None:
    staff.open("/plan/2014/")
    figure = staff.page.locator("article", has=staff.page.locator(f"a[href='{EVIDENCE}']"))
    assert search(r"\d+", figure.locator(".verified").inner_text()).group() == "1"  # type: ignore[union-attr]  # it shows a figure
    figure.locator("a").click()
    staff.page.wait_for_url(f"**{EVIDENCE}")
    staff.look()
    assert staff.page.locator("tbody tr").count() == 1
    staff.sees(firm)
    staff.follow(staff.say("인수인계서"))
    for words in (firm, papers.SERIAL, "윤서진", "강민호"):
        staff.sees(words)
