"""What holds for every route: tokens, problems, the description; and the plan's routes."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_staff
from sangsaeng.api.testing import Caller
from sangsaeng.kernel import clock
from sangsaeng.kernel.api import Order, PageIn, listed
from sangsaeng.organizations.testing import make_firm, make_manager
from sangsaeng.planning.indicators.scorecard import scorecard_body
from sangsaeng.planning.queries import plan_of
from sangsaeng.planning.testing import make_delivery, make_evidence

pytestmark = pytest.mark.django_db
EVIDENCE = "/plans/2014/targets/assets.firms_supplied/evidence"


def test_a_call_without_a_live_token_is_401() -> None:
    manager = make_manager(make_firm())
    caller = Caller(manager)
    wrong, none = Caller(), Caller()
    wrong.headers = {"Authorization": "Bearer nonsense"}
    basic = Caller()
    basic.headers = {"Authorization": "Basic eDp5"}

    assert [who.get(EVIDENCE).status for who in (wrong, none, basic)] == [401, 401, 401]
    assert [who.get("/assets/offers").status for who in (wrong, none, basic)] == [401, 200, 401]
    assert caller.get("/assets/offers").status == 200
    with clock.held_at(MORNING + timedelta(days=91)):
        assert caller.get("/assets/offers").status == 401


def test_a_401_is_a_problem_that_names_the_scheme() -> None:
    response = Client().get(f"/api/v1{EVIDENCE}")

    assert response["WWW-Authenticate"] == "Bearer"
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "code": "UNAUTHENTICATED",
        "detail": "유효한 API 토큰이 필요합니다.",
        "fields": {},
    }


def test_a_browsers_session_opens_nothing(client: Client) -> None:
    client.force_login(make_staff("OFFICER"))

    assert client.get(f"/api/v1{EVIDENCE}").status_code == 401


def test_unknown_addresses_and_wrong_methods_are_problems_too() -> None:
    caller = Caller()

    missing = caller.get("/assets/nothing")
    not_a_number = caller.get("/assets/offers/first")
    huge = caller.get(f"/assets/offers/{'9' * 30}")
    wrong_method = caller.post("/assets/offers", {})

    for said in (missing, not_a_number, huge):
        assert (said.status, said.body["code"]) == (404, "NOT_FOUND")
        assert said.media_type == "application/problem+json"
    assert (wrong_method.status, wrong_method.body["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert wrong_method.media_type == "application/problem+json"


def test_the_description_names_every_route_and_what_it_may_refuse() -> None:
    paths = Caller().get("/openapi.json").body["paths"]

    refusals = {
        f"{verb.upper()} {path}": [status for status in route["responses"] if int(status) >= 400]
        for path, routes in paths.items()
        for verb, route in routes.items()
    }
    write = ["401", "403", "404", "409", "422"]
    assert refusals == {
        "GET /api/v1/assets/offers": ["401", "422"],
        "GET /api/v1/assets/offers/{offer_id}": ["401", "404", "422"],
        "POST /api/v1/assets/offers/{offer_id}/requests": write,
        "POST /api/v1/assets/requests/{request_id}/withdraw": write,
        "POST /api/v1/assets/requests/{request_id}/accept": write,
        "POST /api/v1/assets/requests/{request_id}/decline": write,
        "GET /api/v1/plans/{year}/scorecard": ["401", "404"],
        "GET /api/v1/plans/{year}/targets/{code}/evidence": ["401", "404", "422"],
    }
    refused = paths["/api/v1/assets/offers"]["get"]["responses"]["401"]
    assert list(refused["content"]) == ["application/problem+json"]


def test_a_list_is_counted_to_a_thousand_and_says_when_it_stopped() -> None:
    def counted() -> tuple[int, bool]:
        page = listed(
            User.objects.all(),
            request=RequestFactory().get("/"),
            order=Order(("id",)),
            part=PageIn(limit=1),
            write=lambda rows: [{"id": row.pk} for row in rows],
        )
        return page["count"], page["count_exact"]

    User.objects.bulk_create(User(email=f"{n}@firm.example", name="김") for n in range(1_000))
    exact = counted()
    User.objects.create(email="one-more@firm.example", name="김")

    assert (exact, counted()) == ((1_000, True), (1_000, False))


def test_the_scorecard_is_public_and_the_command_lines_own() -> None:
    make_evidence()

    said = Caller().get("/plans/2014/scorecard")

    assert (said.status, said.body) == (200, scorecard_body(plan_of(2014)))
    assert Caller().get("/plans/2013/scorecard").status == 404
    assert Caller().get(f"/plans/{'9' * 400}/scorecard").status == 404


def test_evidence_lists_the_rows_behind_the_number() -> None:
    row = make_evidence()
    make_delivery()
    award = row.award

    said = Caller(make_staff("AUDITOR")).get(EVIDENCE)

    assert said.body == {
        "items": [
            {
                "hand_over": row.pk,
                "firm": row.taker.name,
                "business_number": row.taker.business_number,
                "giver": row.giver.name,
                "asset": "150톤 사출성형기",
                "offer": award.offer.number,
                "quantity": 1,
                "delivered_on": "2014-10-02",
                "received_on": "2014-10-02",
                "agreement": award.agreement_id,
            }
        ],
        "next": None,
        "count": 1,
        "count_exact": True,
    }


def test_evidence_pages_hold_every_row_once() -> None:
    rows = [make_evidence().pk for _ in range(3)]
    officer = Caller(make_staff("OFFICER"))

    first = officer.get(f"{EVIDENCE}?limit=2")
    second = officer.get(first.body["next"])

    listed = [item["hand_over"] for said in (first, second) for item in said.body["items"]]
    assert (listed, second.body["next"]) == (rows, None)


def test_evidence_is_not_there_for_firms_nor_of_unknown_targets() -> None:
    row = make_evidence()
    outside = [make_manager(row.giver), make_manager(row.taker), make_manager(make_firm())]

    assert [Caller(person).get(EVIDENCE).status for person in outside] == [404] * 3
    officer = Caller(make_staff("OFFICER"))
    assert officer.get("/plans/2014/targets/nothing/evidence").status == 404
    assert officer.get("/plans/2013/targets/assets.firms_supplied/evidence").status == 404
    board = Caller(make_staff("BOARD_MEMBER")).get(EVIDENCE)
    assert [item["agreement"] for item in board.body["items"]] == [None]
