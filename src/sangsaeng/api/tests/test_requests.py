"""Asking, withdrawing, accepting, declining over the API; every refusal is a problem."""

from datetime import timedelta

import pytest

from sangsaeng.accounts.testing import MORNING, make_staff, make_user
from sangsaeng.agreements.actions import load_text_versions
from sangsaeng.agreements.models import Agreement
from sangsaeng.api.testing import Caller
from sangsaeng.assets.choices import Audience, Visibility
from sangsaeng.assets.models import Request
from sangsaeng.assets.testing import make_asset, make_offer, make_request
from sangsaeng.kernel import clock
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager

pytestmark = pytest.mark.django_db
WISH = {"quantity": 1, "purpose": "시험 생산에 씁니다."}


def test_the_first_is_awarded_the_next_is_reserve_one() -> None:
    offer = make_offer()
    first, second = Caller(make_manager(make_firm())), Caller(make_manager(make_firm()))

    awarded = first.post(f"/assets/offers/{offer.pk}/requests", WISH)
    reserve = second.post(f"/assets/offers/{offer.pk}/requests", WISH)

    one, two = Request.objects.order_by("order")
    assert (awarded.status, awarded.body) == (
        201,
        {
            "id": one.pk,
            "number": one.number,
            "offer": offer.pk,
            "quantity": 1,
            "state": "awarded",
            "rank": 1,
            "answer_by": "2014-10-09T00:00:00+09:00",
            "agreement": None,
        },
    )
    assert (reserve.status, reserve.body) == (
        201,
        {
            "id": two.pk,
            "number": two.number,
            "offer": offer.pk,
            "quantity": 1,
            "state": "reserve",
            "rank": 1,
            "answer_by": None,
            "agreement": None,
        },
    )


def test_a_refusal_is_a_problem_with_a_code_and_a_sentence() -> None:
    offer, caller = make_offer(), Caller(make_manager(make_firm()))
    path = f"/assets/offers/{offer.pk}/requests"
    caller.post(path, WISH)

    korean = caller.post(path, WISH)
    english = caller.post(path, WISH, Accept_Language="en")

    assert (korean.status, korean.media_type) == (409, "application/problem+json")
    assert korean.body == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "code": "ASKED_ALREADY",
        "detail": "귀사는 이 공고에 이미 신청하셨습니다.",
        "fields": {},
    }
    assert {**english.body, "detail": ""} == {**korean.body, "detail": ""}


def test_what_can_no_longer_be_asked_for_is_409_a_rule_422() -> None:
    full = make_offer(reserve_limit=0)
    make_request(offer=full)
    partners_only = make_offer(audience=Audience.PARTNERS)
    caller = Caller(make_manager(make_firm()))

    def answer(offer_id: int, caller: Caller, **wish: object) -> tuple[int, str]:
        said = caller.post(f"/assets/offers/{offer_id}/requests", WISH | wish)
        return said.status, said.body["code"]

    assert answer(full.pk, caller) == (409, "RESERVE_FULL")
    with clock.held_at(MORNING + timedelta(days=20)):
        assert answer(partners_only.pk, caller) == (409, "WINDOW_CLOSED")
    assert answer(partners_only.pk, caller) == (422, "NOT_IN_AUDIENCE")
    assert answer(make_offer().pk, caller, quantity=2) == (422, "MORE_THAN_OFFERED")
    assert answer(make_offer().pk, Caller(make_user())) == (422, "NO_FIRM")
    assert answer(make_offer().pk, Caller(make_manager(make_firm(certified=False)))) == (
        422,
        "CERTIFICATE_MISSING",
    )


def test_a_hidden_offer_cannot_be_asked_for() -> None:
    hidden = make_offer(visibility=Visibility.PARTNERS)

    said = Caller(make_manager(make_firm())).post(f"/assets/offers/{hidden.pk}/requests", WISH)

    assert (said.status, said.body["code"], Request.objects.count()) == (404, "NOT_FOUND", 0)


@pytest.mark.parametrize(
    ("body", "status", "code", "fields"),
    [
        ({"quantity": 1}, 422, "INVALID", {"purpose": ["꼭 필요한 값입니다."]}),
        (
            {"quantity": 0, "purpose": ""},
            422,
            "INVALID",
            {"quantity": ["1 이상이어야 합니다."], "purpose": ["1자 이상 적어 주세요."]},
        ),
        (
            {"quantity": "many", "purpose": 7},
            422,
            "INVALID",
            {"quantity": ["정수를 적어 주세요."], "purpose": ["올바르지 않은 값입니다."]},
        ),
        (
            {"quantity": 1.5, "purpose": "가"},
            422,
            "INVALID",
            {"quantity": ["정수를 적어 주세요."]},
        ),
        (None, 422, "INVALID", {"body": ["꼭 필요한 값입니다."]}),
        ({"purpose": "  "}, 422, "INVALID", {"purpose": ["1자 이상 적어 주세요."]}),
        ({"purpose": "\0"}, 422, "INVALID", {"purpose": ["올바르지 않은 값입니다."]}),
    ],
)
def test_a_wrong_body_is_refused_field_by_field(
    body: object, status: int, code: str, fields: dict[str, object]
) -> None:
    offer = make_offer()

    said = Caller(make_manager(make_firm())).post(f"/assets/offers/{offer.pk}/requests", body)

    assert (said.status, said.body["code"], said.body["fields"]) == (status, code, fields)
    assert Request.objects.count() == 0


def test_what_is_no_json_is_malformed() -> None:
    offer, caller = make_offer(), Caller(make_manager(make_firm()))

    response = caller.client.post(
        f"/api/v1/assets/offers/{offer.pk}/requests",
        "{",
        content_type="application/json",
        headers=caller.headers,
    )

    assert (response.status_code, response.json()["code"]) == (400, "MALFORMED")


def test_unknown_keys_are_ignored() -> None:
    offer = make_offer()

    said = Caller(make_manager(make_firm())).post(
        f"/assets/offers/{offer.pk}/requests", WISH | {"colour": "red"}
    )

    assert said.status == 201


def test_the_same_idempotency_key_gives_the_same_answer_and_writes_once() -> None:
    offer, caller = make_offer(), Caller(make_manager(make_firm()))
    path = f"/assets/offers/{offer.pk}/requests"

    first = caller.post(path, WISH, Idempotency_Key="k-1")
    again = caller.post(path, WISH, Idempotency_Key="k-1")
    other = caller.post(path, WISH | {"purpose": "다른 쓰임"}, Idempotency_Key="k-1")
    long = caller.post(path, WISH, Idempotency_Key="k" * 101)

    assert (first.status, first) == (201, again)
    assert (other.status, other.body["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert (long.status, long.body["code"]) == (422, "IDEMPOTENCY_KEY_TOO_LONG")
    assert Request.objects.count() == 1


def test_a_refused_write_leaves_its_key_free() -> None:
    offer, caller = make_offer(), Caller(make_manager(make_firm()))
    path = f"/assets/offers/{offer.pk}/requests"

    refused = caller.post(path, WISH | {"quantity": 9}, Idempotency_Key="k-2")
    accepted = caller.post(path, WISH, Idempotency_Key="k-2")

    assert (refused.status, accepted.status) == (422, 201)


def test_the_taker_accepts_and_the_agreement_is_named() -> None:
    load_text_versions(at=MORNING)
    manager = make_manager(make_firm())
    asked = make_request(by=manager)
    caller = Caller(manager)

    said = caller.post(f"/assets/requests/{asked.number}/accept")
    again = caller.post(f"/assets/requests/{asked.pk}/accept")

    assert (said.status, said.body) == (
        200,
        {
            "id": asked.pk,
            "number": asked.number,
            "offer": asked.offer_id,
            "quantity": 1,
            "state": "accepted",
            "rank": 1,
            "answer_by": None,
            "agreement": Agreement.objects.get().pk,
        },
    )
    assert (again.status, again.body["code"]) == (409, "NOTHING_TO_ANSWER")


def test_an_award_declined_or_withdrawn_goes_to_the_next() -> None:
    offer = make_offer(asset=make_asset(quantity=2), quantity=2)
    managers = [make_manager(make_firm()) for _ in range(4)]
    one, two, _three, four = (make_request(offer=offer, by=manager) for manager in managers)

    declined = Caller(managers[0]).post(
        f"/assets/requests/{one.pk}/decline", {"reason": "둘 곳이 없습니다."}
    )
    withdrawn = Caller(managers[1]).post(f"/assets/requests/{two.pk}/withdraw")

    assert [(said.body["state"], said.body["rank"]) for said in (declined, withdrawn)] == [
        ("declined", None),
        ("withdrawn", None),
    ]
    assert list(Request.objects.order_by("order").values_list("state", flat=True)) == [
        "DECLINED",
        "WITHDRAWN",
        "AWARDED",
        "AWARDED",
    ]
    one.refresh_from_db()
    assert one.reason == "둘 곳이 없습니다."
    assert Caller(managers[3]).post(f"/assets/requests/{four.pk}/decline").status == 200
    four.refresh_from_db()
    assert four.reason == "신청 기업이 포기했습니다."
    assert Caller(managers[2]).get(f"/assets/offers/{offer.pk}").body["my_request"]["rank"] == 1


@pytest.mark.parametrize("verb", ["withdraw", "accept", "decline"])
def test_only_the_firm_that_asked_answers(verb: str) -> None:
    asked = make_request()
    owner = asked.offer.owner.memberships.get().user
    callers = {
        "owner": Caller(owner),
        "officer": Caller(make_staff("OFFICER")),
        "auditor": Caller(make_staff("AUDITOR")),
        "board member": Caller(make_staff("BOARD_MEMBER")),
        "another firm": Caller(make_manager(make_firm())),
        "another owner": Caller(make_manager(make_large_company())),
        "nobody": Caller(),
    }

    answers = {
        who: caller.post(f"/assets/requests/{asked.pk}/{verb}") for who, caller in callers.items()
    }

    assert {who: said.status for who, said in answers.items()} == {
        "owner": 403,
        "officer": 403,
        "auditor": 403,
        "board member": 403,
        "another firm": 404,
        "another owner": 404,
        "nobody": 401,
    }
    assert answers["auditor"].body["detail"] == "감사와 이사는 읽기만 할 수 있습니다."
    assert answers["owner"].body["detail"] == "신청한 기업의 담당자만 할 수 있습니다."
    asked.refresh_from_db()
    assert asked.state == "AWARDED"
