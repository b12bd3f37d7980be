"""Offers over the API: whole bodies, what is hidden stays hidden, lists with a cursor."""

from datetime import timedelta

import pytest

from sangsaeng.accounts.testing import MORNING, make_staff
from sangsaeng.api.testing import Caller, Said
from sangsaeng.assets.choices import Audience, PriceModel, Visibility
from sangsaeng.assets.models import Offer
from sangsaeng.assets.testing import make_asset, make_draft, make_offer, make_request
from sangsaeng.organizations.choices import Tier
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager, make_tie

pytestmark = pytest.mark.django_db


def ids(said: Said) -> list[int]:
    return [item["id"] for item in said.body["items"]]


def item_of(offer: Offer) -> dict[str, object]:
    return {
        "id": offer.pk,
        "number": offer.number,
        "title": "150톤 사출성형기",
        "owner": {"name": "한빛중공업", "business_number": offer.owner.business_number},
        "class": "PRODUCTION_EQUIPMENT",
        "right": "TRANSFER",
        "price_model": "FREE",
        "unit_price": 0,
        "quantity": 1,
        "remaining": 1,
        "region": "GYEONGNAM",
        "condition": "USABLE",
        "audience": "ALL_SMES",
        "opens_at": "2014-10-02T10:00:00+09:00",
        "closes_at": "2014-10-16T10:00:00+09:00",
        "state": "published",
    }


def test_the_list_gives_an_offer_as_it_is() -> None:
    offer = make_offer()

    said = Caller().get("/assets/offers")

    assert (said.status, said.body) == (
        200,
        {"items": [item_of(offer)], "next": None, "count": 1, "count_exact": True},
    )


def test_one_offer_comes_with_its_rule_its_window_and_my_request() -> None:
    offer, firm = make_offer(), make_firm()
    manager = make_manager(firm)
    asked = make_request(offer=offer, by=manager)

    said = Caller(manager).get(f"/assets/offers/{offer.pk}")

    assert said.status == 200
    assert said.body == {
        **item_of(offer),
        "remaining": 0,
        "description": "2006년에 들여와 2012년까지 쓰던 기계입니다.",
        "maker": "우진플라임",
        "model": "DL-A-150",
        "known_faults": "",
        "available_from": "2014-10-13",
        "removal_by": "2014-11-28",
        "rule": "FIRST_COME",
        "rule_text": offer.rule_text,
        "rule_hash": offer.rule_hash,
        "reserve_limit": 10,
        "accept_working_days": 3,
        "windows": [
            {
                "audience": "ALL_SMES",
                "opens_at": "2014-10-02T10:00:00+09:00",
                "closes_at": "2014-10-16T10:00:00+09:00",
            }
        ],
        "my_request": {
            "id": asked.pk,
            "number": asked.number,
            "offer": offer.pk,
            "quantity": 1,
            "state": "awarded",
            "rank": 1,
            "answer_by": "2014-10-09T00:00:00+09:00",
            "agreement": None,
        },
    }
    assert Caller(manager).get(f"/assets/offers/{offer.number}").body == said.body


def test_a_hidden_offer_is_in_no_list_no_count_and_answers_404() -> None:
    """I14, over the API."""
    company, partner = make_large_company(), make_firm()
    make_tie(company, partner)
    unconfirmed = make_firm()
    make_tie(company, unconfirmed, confirmed=False)
    shown = make_offer()
    hidden = make_offer(asset=make_asset(owner=company), visibility=Visibility.PARTNERS)
    draft = make_draft(asset=make_asset(owner=company))
    owner = company.memberships.get().user
    callers = {
        "nobody": Caller(),
        "stranger": Caller(make_manager(make_firm())),
        "unconfirmed": Caller(make_manager(unconfirmed)),
        "other owner": Caller(shown.owner.memberships.get().user),
        "board member": Caller(make_staff("BOARD_MEMBER")),
        "partner": Caller(make_manager(partner)),
        "owner": Caller(owner),
        "officer": Caller(make_staff("OFFICER")),
        "auditor": Caller(make_staff("AUDITOR")),
    }
    entitled = {"partner", "owner", "officer", "auditor"}

    for who, caller in callers.items():
        expected = {shown.pk, hidden.pk} if who in entitled else {shown.pk}
        said = caller.get("/assets/offers")
        assert (set(ids(said)), said.body["count"]) == (expected, len(expected)), who
        status = caller.get(f"/assets/offers/{hidden.pk}").status
        assert status == (200 if who in entitled else 404), who
        assert caller.get(f"/assets/offers/{draft.pk}").status == 404, who


def test_the_list_is_cut_behind_a_cursor_that_new_offers_do_not_shift() -> None:
    offers = [make_offer().pk for _ in range(5)]
    newest_first = offers[::-1]
    caller = Caller()

    first = caller.get("/assets/offers?limit=2")
    make_offer()
    second = caller.get(first.body["next"])
    third = caller.get(second.body["next"])

    assert [ids(first), ids(second), ids(third)] == [
        newest_first[:2],
        newest_first[2:4],
        newest_first[4:],
    ]
    assert third.body["next"] is None
    assert (first.body["count"], third.body["count"]) == (5, 6)


def test_the_list_sorts_by_the_end_of_the_window_whatever_the_order_of_rows() -> None:
    late = make_offer(closes_at=MORNING + timedelta(days=9))
    soon = make_offer(closes_at=MORNING + timedelta(days=2))
    same = make_offer(closes_at=MORNING + timedelta(days=2))
    last = make_offer(closes_at=MORNING + timedelta(days=12))
    caller, path = Caller(), "/assets/offers?sort=closing&limit=1"
    listed: list[int] = []

    while path and len(listed) < 9:
        said = caller.get(path)
        listed += ids(said)
        path = said.body["next"]

    assert listed == [soon.pk, same.pk, late.pk, last.pk]


def test_the_list_is_narrowed_by_words_class_price_and_region() -> None:
    lathe = make_offer(asset=make_asset(title="CNC 선반", region="BUSAN"), title="CNC 선반")
    cheap = make_offer(price_model=PriceModel.LOW_PRICE, unit_price=1_000_000)
    caller = Caller()

    def found(query: str) -> list[int]:
        return ids(caller.get(f"/assets/offers?sort=closing&{query}"))

    assert found("q=선반 cnc") == [lathe.pk]
    assert found("q=사출성형기") == [cheap.pk]
    assert found("region=BUSAN") == [lathe.pk]
    assert found("right=FREE") == [lathe.pk]
    assert found("right=LOW_PRICE") == [cheap.pk]
    assert found("right=TRANSFER&class=PRODUCTION_EQUIPMENT") == [lathe.pk, cheap.pk]
    assert found("class=OFFICE_FACILITY") == []


def test_tier_me_keeps_the_offers_my_firm_may_ask_for() -> None:
    company, first_tier, second_tier = make_large_company(), make_firm(), make_firm()
    make_tie(company, first_tier)
    make_tie(company, second_tier, tier=Tier.TIER_2)
    everyone, partners, tier_1 = (
        make_offer(asset=make_asset(owner=company), audience=audience).pk
        for audience in (Audience.ALL_SMES, Audience.PARTNERS, Audience.TIER_1)
    )

    def mine(caller: Caller) -> list[int]:
        return sorted(ids(caller.get("/assets/offers?tier=me")))

    assert mine(Caller(make_manager(first_tier))) == [everyone, partners, tier_1]
    assert mine(Caller(make_manager(second_tier))) == [everyone, partners]
    assert mine(Caller(make_manager(make_firm()))) == [everyone]
    assert mine(Caller()) == []


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("limit=0", {"limit": ["1 이상이어야 합니다."]}),
        ("limit=101", {"limit": ["100 이하여야 합니다."]}),
        ("limit=many", {"limit": ["정수를 적어 주세요."]}),
        ("sort=price", {"sort": ["쓸 수 있는 값: 'newest' or 'closing'"]}),
        ("tier=you", {"tier": ["쓸 수 있는 값: 'me'"]}),
        ("q=%00", {"q": ["올바르지 않은 값입니다."]}),
        (f"q={'가' * 101}", {"q": ["100자까지 적을 수 있습니다."]}),
    ],
)
def test_a_wrong_question_is_refused_field_by_field(query: str, fields: dict[str, object]) -> None:
    said = Caller().get(f"/assets/offers?{query}")

    assert (said.status, said.body["code"], said.body["fields"]) == (422, "INVALID", fields)


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "가",
        "WzFd",  # [1]
        "WyIyMDE0IiwgMV0=",  # ["2014", 1]
        "WzEsIDFd",  # [1, 1]
        "WyIyMDE0LTEwLTAyVDEwOjAwOjAwKzA5OjAwIiwgdHJ1ZV0=",  # a moment and true
        "WyIyMDE0LTEwLTAyVDEwOjAwOjAwIiwgMV0=",  # a moment of no zone
        "eyJhIjogMX0=",  # {"a": 1}
    ],
)
def test_a_cursor_of_somebody_elses_making_is_refused(cursor: str) -> None:
    said = Caller().get(f"/assets/offers?cursor={cursor}")

    assert (said.status, said.body["code"]) == (422, "BAD_CURSOR")
