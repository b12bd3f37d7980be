"""An asset's page, its form and its pictures; who may open what of an owner."""

from itertools import chain
from typing import Any

import pytest
from django.test import Client

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.testing import make_user
from sangsaeng.assets.choices import Visibility
from sangsaeng.assets.models import Asset, Offer
from sangsaeng.assets.testing import make_asset, make_draft, make_offer, make_request
from sangsaeng.assets.tests.visitors import client_of, fetched, page, send
from sangsaeng.files.testing import make_csv_upload, make_picture_upload
from sangsaeng.organizations.models import Organization
from sangsaeng.organizations.testing import make_firm, make_large_company, make_manager

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def client(owner: Organization) -> Client:
    return client_of(make_manager(owner))


def facts_of(asset: Asset, **changes: str) -> dict[str, str]:
    sent = {"title": asset.title, "quantity": str(asset.quantity), "unit": asset.unit}
    return sent | changes


def paths_of(owner: Organization) -> dict[str, list[str]]:
    """List every address, by what it does, of one owner's things."""
    asset = make_asset(owner=owner)
    draft = make_draft(asset=make_asset(owner=owner))
    asked = make_request(offer=make_offer(asset=make_asset(owner=owner)))
    return {
        "read": ["/assets/", f"/assets/{asset.pk}/"],
        "write": [
            f"/assets/{asset.pk}/change/",
            f"/assets/{asset.pk}/photos/",
            f"/assets/{asset.pk}/offer/",
            f"/offers/{asked.offer_id}/withdraw/",
            f"/requests/{asked.pk}/payment/",
        ],
        "draft": [f"/offers/{draft.pk}/{verb}/" for verb in ("change", "publish", "discard")],
    }


@pytest.mark.parametrize("role", [CentreRole.OFFICER, CentreRole.AUDITOR])
def test_the_centre_reads_every_ledger_and_writes_none(owner: Organization, role: str) -> None:
    client, paths = client_of(make_user(roles=(role,))), paths_of(owner)
    before = list(Offer.objects.values_list("state", flat=True))

    assert [client.get(path).status_code for path in paths["read"]] == [200, 200]
    assert {send(client, path).status_code for path in paths["write"]} == {403}
    assert {send(client, path).status_code for path in paths["draft"]} == {404}
    assert client.get("/assets/import/").status_code == 403
    assert list(Offer.objects.values_list("state", flat=True)) == before


def test_others_find_no_ledger(owner: Organization) -> None:
    paths = paths_of(owner)
    for user in (make_manager(make_firm()), make_manager(make_large_company()), make_user()):
        client = client_of(user)
        own_list = 200 if user.memberships.filter(organization__size="LARGE").exists() else 404
        assert client.get("/assets/").status_code == own_list
        for path in [paths["read"][1], *paths["write"][:3], *paths["draft"]]:
            assert send(client, path).status_code in {404, 405}
        assert send(client, paths["write"][3]).status_code == 403
        assert send(client, paths["write"][4]).status_code == 404
        assert client.get("/assets/import/").status_code == own_list


def test_nobody_enters_without_signing_in(owner: Organization) -> None:
    for path in chain.from_iterable(paths_of(owner).values()):
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"][:16]) == (302, "/accounts/login/")


def test_asset_says_what_is_missing_and_where_to_fill_it_in(
    client: Client, owner: Organization
) -> None:
    asset = make_asset(owner=owner, serial="", free_of_claims=False)

    shown = page(client, f"/assets/{asset.pk}/")

    assert "공고하려면 2가지를 더 채워야 합니다." in shown
    assert f'href="/assets/{asset.pk}/change/#id_serial"' in shown
    assert f'href="/assets/{asset.pk}/change/#id_maker"' not in shown


def test_asset_of_a_right_waits_for_the_full_exchange(client: Client, owner: Organization) -> None:
    asset = make_asset(owner=owner, asset_class="INTELLECTUAL_PROPERTY")

    assert "거래장터가 모두 열리면" in page(client, f"/assets/{asset.pk}/")
    assert "거래장터가 모두 열리면" in page(client, f"/assets/{asset.pk}/offer/")


def test_asset_is_changed_and_its_story_told(client: Client, owner: Organization) -> None:
    asset = make_asset(owner=owner, quantity=2)
    changes = {"title": "새 이름", "purchase_cost": "1,200,000원", "site": "부산광역시 사하구"}

    answer = send(client, f"/assets/{asset.pk}/change/", facts_of(asset, **changes))

    asset.refresh_from_db()
    assert answer["Location"] == f"/assets/{asset.pk}/"
    assert (asset.title, asset.purchase_cost, asset.region) == ("새 이름", 1_200_000, "BUSAN")
    shown = page(client, f"/assets/{asset.pk}/")
    assert "내용을 고쳤습니다." in shown
    assert "자산명" in shown


@pytest.mark.parametrize(
    ("asset_class", "field", "wrong"),
    [
        ("PRODUCTION_EQUIPMENT", "title", ""),
        ("PRODUCTION_EQUIPMENT", "purchase_cost", "백만"),
        ("PRODUCTION_EQUIPMENT", "purchased_on", "어제"),
        ("PRODUCTION_EQUIPMENT", "weight_kg", "-3"),
        ("PRODUCTION_EQUIPMENT", "utilisation_percent", "101"),
        ("RESEARCH_EQUIPMENT", "calibrated_on", "2014-02-30"),
        ("OFFICE_FACILITY", "media_status", "MAYBE"),
        ("TRAINING_CONTENT", "quantity", "0"),
    ],
)
def test_asset_form_refuses_at_the_field_and_keeps_what_was_typed(
    client: Client, owner: Organization, asset_class: str, field: str, wrong: str
) -> None:
    asset = make_asset(owner=owner, asset_class=asset_class)
    sent = facts_of(asset, note="적던 글") | {field: wrong}

    answer = send(client, f"/assets/{asset.pk}/change/", sent)

    shown = answer.content.decode()
    assert (answer.status_code, f'id="id_{field}_error"' in shown) == (200, True)
    assert "적던 글" in shown
    asset.refresh_from_db()
    assert asset.note == ""


def test_market_value_needs_its_basis(client: Client, owner: Organization) -> None:
    asset = make_asset(owner=owner)

    answer = send(client, f"/assets/{asset.pk}/change/", facts_of(asset, market_value="500"))

    assert 'id="id_market_value_basis_error"' in answer.content.decode()


def test_asset_on_offer_cannot_be_changed_and_says_so(client: Client, owner: Organization) -> None:
    asset = make_offer(asset=make_asset(owner=owner)).asset

    answer = send(client, f"/assets/{asset.pk}/change/", facts_of(asset, title="딴 이름"))

    assert "공고 중인 자산의 내용은 바꿀 수 없습니다." in answer.content.decode()
    assert "내용 고치기" not in page(client, f"/assets/{asset.pk}/")


def test_photos_are_added_shown_and_removed(client: Client, owner: Organization) -> None:
    asset = make_asset(owner=owner, no_photo_reason="")
    uploads = [make_picture_upload(), make_picture_upload(colour="red")]

    client.post(f"/assets/{asset.pk}/photos/", {"photos": uploads})
    first, second = asset.photos.all()
    sent = client.get(f"/assets/photos/{first.pk}/")
    sent.getvalue()
    send(client, f"/assets/photos/{first.pk}/remove/")

    assert (sent["Content-Type"], sent["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert list(asset.photos.all()) == [second]
    assert f'src="/assets/photos/{second.pk}/"' in page(client, f"/assets/{asset.pk}/")


def test_photos_that_cannot_be_taken_are_refused_at_the_field(
    client: Client, owner: Organization
) -> None:
    asset = make_asset(owner=owner)
    nine = [make_picture_upload() for _ in range(9)]
    client.post(f"/assets/{asset.pk}/photos/", {"photos": nine})

    for wrong in ([make_csv_upload("a,b\n")], [make_picture_upload(), make_picture_upload()]):
        answer = client.post(f"/assets/{asset.pk}/photos/", {"photos": wrong})
        assert 'id="id_photos_error"' in answer.content.decode()

    assert asset.photos.count() == 9


def test_photo_is_for_those_who_may_see_its_asset_or_an_offer_of_it(
    client: Client, owner: Organization
) -> None:
    """I14: a picture leaks nothing its page does not show."""
    people = [make_manager(make_firm()), make_user(roles=(CentreRole.AUDITOR,)), make_user()]
    others = [*map(client_of, people), Client()]

    def seen_by_others(asset: Asset, **terms: Any) -> list[int]:
        client.post(f"/assets/{asset.pk}/photos/", {"photos": [make_picture_upload()]})
        if terms:
            make_offer(asset=asset, **terms)
        path = f"/assets/photos/{asset.photos.get().pk}/"
        assert fetched(client, path) == 200
        return [fetched(one, path) for one in others]

    own, hidden, public = (make_asset(owner=owner) for _ in range(3))
    assert seen_by_others(own) == [404, 200, 404, 404]
    partners = {"visibility": Visibility.PARTNERS, "audience": "PARTNERS"}
    assert seen_by_others(hidden, **partners) == [404, 200, 404, 404]
    assert seen_by_others(public, visibility=Visibility.PUBLIC) == [200] * 4


def test_photo_is_removed_by_its_owner_only_and_not_under_an_offer(
    client: Client, owner: Organization
) -> None:
    asset = make_asset(owner=owner)
    client.post(f"/assets/{asset.pk}/photos/", {"photos": [make_picture_upload()]})
    path = f"/assets/photos/{asset.photos.get().pk}/remove/"
    officer = client_of(make_user(roles=(CentreRole.OFFICER,)))
    stranger = client_of(make_manager(make_large_company()))
    make_offer(asset=asset)

    assert [send(one, path).status_code for one in (officer, stranger)] == [403, 404]
    assert "공고 중인 자산" in page(client, send(client, path)["Location"])
    assert asset.photos.count() == 1
