"""The plan's pages: figures for everybody, rows for the centre, and both agree."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import make_staff, make_user
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager
from sangsaeng.planning.testing import make_delivery, make_evidence

pytestmark = pytest.mark.django_db
EVIDENCE = "/plan/2014/evidence/assets.firms_supplied/"


def words_of(page: str) -> str:
    """Read a page as text."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_scorecard_is_public_and_says_what_is_not_measured(client: Client) -> None:
    make_evidence()

    page = client.get("/plan/2014/").content.decode()

    text = words_of(page)
    assert "2014년도 사업계획 성과표" in text
    assert "확인 1개사" in text
    assert text.count("아직 측정하지 않음") >= 26
    assert "evidence" not in page


def test_the_scorecard_leads_the_centre_to_its_evidence(client: Client) -> None:
    client.force_login(make_staff("BOARD_MEMBER"))

    page = client.get("/plan/2014/").content.decode()

    assert re.findall(r'href="(/plan/2014/evidence/[^"]+)"', page) == [
        "/plan/2014/evidence/assets.exchange_opened/",
        EVIDENCE,
    ]


def test_the_scorecard_stays_light_and_takes_few_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_evidence()
    client.force_login(make_staff("OFFICER"))

    with django_assert_num_queries(9):
        page = client.get("/plan/2014/")

    assert len(page.content) <= 40_000


def test_the_number_on_the_page_is_the_count_of_its_rows(client: Client) -> None:
    firm = make_firm()
    rows = [make_evidence(firm=firm), make_evidence(firm=firm), make_evidence()]
    make_delivery()
    client.force_login(make_staff("OFFICER"))

    shown = re.search(r'verified">확인 (\d+)개사', client.get("/plan/2014/").content.decode())
    page = client.get(EVIDENCE)

    listed = page.context["rows"]
    assert shown is not None
    assert int(shown[1]) == len({row.business_number for row in listed}) == 2
    assert {row.hand_over_id for row in listed} == {row.pk for row in rows}
    assert page.content.decode().count("/paper/") == 3


def test_a_long_list_of_evidence_has_pages_that_together_hold_every_row(client: Client) -> None:
    firm = make_firm()
    expected = [make_evidence(firm=firm).pk for _ in range(21)]
    client.force_login(make_staff("OFFICER"))

    first, second = (client.get(f"{EVIDENCE}?page={number}") for number in (1, 2))

    listed = [row.hand_over_id for page in (first, second) for row in page.context["rows"]]
    assert listed == expected
    assert f'href="{EVIDENCE}?page=2" rel="next"' in first.content.decode()
    assert f'<a class="button secondary" href="{EVIDENCE}">' in second.content.decode()


@pytest.mark.parametrize("role", ["OFFICER", "TEAM_HEAD", "BOARD_MEMBER", "AUDITOR"])
def test_evidence_opens_for_the_centre(client: Client, role: str) -> None:
    row = make_evidence()
    client.force_login(make_staff(role))

    page = client.get(EVIDENCE).content.decode()

    assert row.taker.name in page
    # Board members read the plan, not the two parties' papers.
    assert ("/paper/" in page) is (role != "BOARD_MEMBER")


def people_outside() -> list[User]:
    return [make_manager(make_large_company()), make_manager(make_firm()), make_user()]


def test_evidence_is_not_there_for_people_of_firms_and_asks_visitors_to_sign_in(
    client: Client,
) -> None:
    row = make_evidence()
    outside = [*people_outside(), make_manager(row.giver), make_manager(row.taker)]

    visitor = client.get(EVIDENCE)
    answers = []
    for person in outside:
        client.force_login(person)
        answers.append(client.get(EVIDENCE).status_code)

    assert visitor["Location"].endswith(f"?next={EVIDENCE}")
    assert answers == [404] * 5


def test_unknown_years_and_targets_are_not_there(client: Client) -> None:
    client.force_login(make_staff("OFFICER"))

    assert client.get("/plan/2013/").status_code == 404
    assert client.get("/plan/2013/evidence/assets.firms_supplied/").status_code == 404
    assert client.get("/plan/2014/evidence/assets.nothing/").status_code == 404


def test_evidence_of_a_target_nobody_measures_says_so(client: Client) -> None:
    make_evidence()
    client.force_login(make_staff("OFFICER"))

    page = client.get("/plan/2014/evidence/advisory.firms_advised/")

    assert "이 목표를 세는 업무가 열리면" in words_of(page.content.decode())
    assert page.context["rows"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_evidence_takes_as_many_statements_for_three_rows_as_for_one(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        make_evidence()
    client.force_login(make_staff("OFFICER"))
    client.get(EVIDENCE)

    with django_assert_num_queries(9):
        client.get(EVIDENCE)
