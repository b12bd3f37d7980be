"""People who come another way: for the first time, without scripts, without a mouse."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail

from sangsaeng.accounts.testing import MORNING, PASSWORD, make_staff
from sangsaeng.assets.models import Request
from sangsaeng.assets.testing import make_offer
from sangsaeng.kernel import clock
from sangsaeng.methods.check_digits import complete_business_number
from sangsaeng.organizations.choices import Region
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_firm, make_manager
from tests.browser import papers
from tests.browser.conftest import Enter
from tests.browser.visitor import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
]
OPENED = MORNING + timedelta(minutes=5)
PURPOSE = "자동차 부품 사출 금형 시험에 씁니다."
EMAIL = "jimin@hangyeol.example"


def test_a_firm_registers_itself_and_an_officer_lets_it_in(
    enter: Enter, work_off: Callable[[], None]
) -> None:
    officer = make_staff("OFFICER")
    newcomer, staff = enter("newcomer"), enter("registrar")
    sign_up(newcomer)
    work_off()
    newcomer.open(confirmation_link())
    newcomer.press("제 주소가 맞습니다")
    register(newcomer)

    staff.sign_in(officer)
    staff.open("/organizations/registrations/")
    staff.follow("한결정밀")
    staff.press("승인")
    staff.sees("등록을 승인하고 신청자에게 알렸습니다.")
    work_off()

    newcomer.open("/notices/")
    newcomer.sees("한결정밀")
    assert Organization.objects.get().is_sme
    offer = make_offer()
    clock.shift_to(OPENED)
    newcomer.open(f"/exchange/{offer.pk}/ask/")
    newcomer.sees("지금 신청하면 바로 배정됩니다.")


def sign_up(newcomer: Visitor) -> None:
    newcomer.open("/accounts/signup/")
    newcomer.fill(
        name="한지민",
        email=EMAIL,
        password1=PASSWORD,
        password2=PASSWORD,
        terms=True,
        privacy=True,
    )
    newcomer.press("가입하기")


def confirmation_link() -> str:
    (sent,) = (message for message in mail.outbox if message.to == [EMAIL])
    link = re.search(r"http://localhost:8000(/accounts/confirm-email/\S+)", str(sent.body))
    assert link is not None
    return link[1]


def register(newcomer: Visitor) -> None:
    newcomer.open("/desk/")
    newcomer.press("기업 등록하기")
    newcomer.fill(
        business_number=complete_business_number("101819999"),
        name="한결정밀",
        region=Region.INCHEON,
        address="인천광역시 남동구",
        number="0010-2014-000777",
        valid_from="2014-04-01",
        valid_until="2015-03-31",
        file=papers.certificate(),
    )
    newcomer.press("등록 신청")
    newcomer.sees("등록 신청을 받았습니다. 결과를 알림으로 알려 드립니다.")


def test_without_scripts_a_reserve_moves_up_when_the_first_gives_up(
    enter: Enter, work_off: Callable[[], None]
) -> None:
    offer = make_offer()
    clock.shift_to(OPENED)
    first, second = enter("first", scripts=False), enter("reserve", scripts=False)
    for visitor in (first, second):
        visitor.sign_in(make_manager(make_firm()))
        visitor.open("/exchange/?q=사출성형기")
        visitor.follow(offer.title)
        visitor.press("신청하기")
        visitor.fill(purpose=PURPOSE)
        visitor.press("신청하기")
    second.sees("예비 %(rank)s번", rank=1)

    first.page.locator("summary", has_text=first.say("배정을 포기하려면")).click()
    first.fill(reason="놓을 자리를 마련하지 못했습니다.")
    first.press("배정을 포기합니다")
    first.sees("지나온 일")
    work_off()

    second.open("/notices/")
    second.sees("배정되었습니다. 기한 안에 수락해 주세요.")
    second.open("/requests/")
    second.follow(offer.title)
    second.sees("배정되었습니다. 수락 여부를 정해 주세요.")
    states = Request.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["DECLINED", "AWARDED"]


def test_with_keys_alone_a_firm_asks_for_an_offer(enter: Enter) -> None:
    offer = make_offer()
    clock.shift_to(OPENED)
    firm = enter("keyboard")
    firm.sign_in(make_manager(make_firm()))

    firm.open("/exchange/")
    tab_to(firm, offer.title)
    firm.page.keyboard.press("Enter")
    firm.page.wait_for_url(f"**/exchange/{offer.pk}/")
    tab_to(firm, "신청하기")
    firm.page.keyboard.press("Enter")
    firm.page.wait_for_url("**/ask/")
    tab_to(firm, "purpose")
    firm.page.keyboard.type(PURPOSE)
    tab_to(firm, "신청하기")
    firm.page.keyboard.press("Enter")
    firm.page.wait_for_url("**/requests/*/")

    firm.sees("배정되었습니다. 수락 여부를 정해 주세요.")
    assert Request.objects.get().purpose == PURPOSE


def tab_to(visitor: Visitor, wanted: str) -> None:
    """Press Tab until the focus stands on that link, button or field, and can be seen there."""
    told = (
        "() => { const at = document.activeElement; const style = getComputedStyle(at);"
        " return [at.name || at.innerText.trim(), style.outlineStyle + style.boxShadow]; }"
    )
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        name, mark = visitor.page.evaluate(told)
        if name == wanted:
            assert mark != "nonenone", f"nothing shows that {wanted} has the focus"
            return
    raise AssertionError(f"Tab never reaches {wanted}")
