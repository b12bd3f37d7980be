"""Completing an asset, and what a published offer holds fast."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.assets.actions import add_photos, change_asset, publish_offer, remove_photo
from sangsaeng.assets.actions.records import PHOTO_LIMIT, AssetOnOffer, TooManyPhotos
from sangsaeng.assets.models import Asset, AssetPhoto
from sangsaeng.assets.testing import make_asset, make_draft, make_offer
from sangsaeng.assets.tests.test_parallel import at_once
from sangsaeng.audit.models import AuditLine
from sangsaeng.files.actions import FileTypeNotAllowed
from sangsaeng.files.models import StoredFile
from sangsaeng.files.testing import make_pdf_upload, make_picture_upload, stores_in


@pytest.fixture(autouse=True)
def _own_store(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = stores_in(tmp_path)


def make_photos(asset: Asset, count: int) -> list[AssetPhoto]:
    uploads = [make_picture_upload() for _ in range(count)]
    return add_photos(asset, uploads=uploads, by=make_user(), at=MORNING)


@pytest.mark.django_db
def test_change_asset_writes_what_is_new_and_names_it() -> None:
    asset = make_asset(maker="우진플라임")
    facts = {"maker": "우진플라임", "power": "380V", "known_faults": "누유"}

    changed = change_asset(asset, facts=facts, by=make_user(), at=MORNING)

    changed.refresh_from_db()
    assert (changed.power, changed.known_faults, changed.changed_at) == ("380V", "누유", MORNING)
    assert AuditLine.objects.get(verb="asset.changed").facts == {
        "fields": ["known_faults", "power"]
    }


@pytest.mark.django_db
def test_change_asset_without_news_writes_nothing() -> None:
    asset = make_asset(maker="우진플라임")

    change_asset(asset, facts={"maker": "우진플라임"}, by=make_user(), at=MORNING)

    asset.refresh_from_db()
    assert asset.changed_at < MORNING
    assert not AuditLine.objects.filter(verb="asset.changed").exists()


@pytest.mark.django_db
def test_a_published_offer_holds_the_facts_and_pictures_fast() -> None:
    """H8: firms read these facts in the offer."""
    asset, by = make_asset(), make_user()
    photo = make_photos(asset, 1)[0]
    make_offer(asset=asset)

    with pytest.raises(AssetOnOffer):
        change_asset(asset, facts={"title": "다른 기계"}, by=by, at=MORNING)
    with pytest.raises(AssetOnOffer):
        make_photos(asset, 1)
    with pytest.raises(AssetOnOffer):
        remove_photo(photo, by=by, at=MORNING)

    assert (Asset.objects.get().title, AssetPhoto.objects.count()) == ("150톤 사출성형기", 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_attempt", range(5))
def test_a_fact_is_changed_before_the_publishing_or_not_at_all(_attempt: int) -> None:
    """H8: nobody publishes one thing while its owner writes another."""
    draft, by = make_draft(), make_user()

    def change() -> str:
        return change_asset(draft.asset, facts={"title": "새 이름"}, by=by, at=MORNING).title

    def publish() -> str:
        return publish_offer(draft, by=by, at=MORNING).asset.title

    answers = at_once(change, publish)

    title = Asset.objects.get(pk=draft.asset_id).title
    assert answers in (["새 이름", "새 이름"], ["ASSET_ON_OFFER", title])


@pytest.mark.django_db
def test_add_photos_puts_them_behind_those_that_are_there() -> None:
    asset = make_asset()
    first = make_photos(asset, 2)
    remove_photo(first[0], by=make_user(), at=MORNING)

    make_photos(asset, 2)

    assert list(asset.photos.values_list("position", flat=True)) == [1, 2, 3]
    assert AuditLine.objects.filter(verb="asset.photo_added").count() == 4
    assert AuditLine.objects.get(verb="asset.photo_removed").facts == {"file": first[0].file.sha256}


@pytest.mark.django_db
def test_add_photos_takes_all_or_none() -> None:
    asset = make_asset()
    make_photos(asset, PHOTO_LIMIT - 1)

    with pytest.raises(TooManyPhotos):
        make_photos(asset, 2)
    wrong: Any = [make_pdf_upload()]
    with pytest.raises(FileTypeNotAllowed):
        add_photos(asset, uploads=wrong, by=make_user(), at=MORNING)

    assert (asset.photos.count(), StoredFile.objects.count()) == (PHOTO_LIMIT - 1, PHOTO_LIMIT - 1)
