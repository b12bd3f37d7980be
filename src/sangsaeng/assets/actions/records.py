"""Completing what the ledger says about an asset."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.assets.choices import OfferState
from sangsaeng.assets.models import Asset, AssetPhoto
from sangsaeng.audit.actions import record
from sangsaeng.files.actions import store_upload
from sangsaeng.files.choices import PICTURES
from sangsaeng.kernel.refusals import Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class AssetOnOffer(Refused):
    """Firms read these facts in a published offer."""

    message = _("공고 중인 자산의 내용은 바꿀 수 없습니다. 먼저 공고를 철회해 주세요.")
    conflict = True


class TooManyPhotos(Refused):
    """A page of pictures must still load on a phone."""

    message = _("사진은 %(limit)s장까지 올릴 수 있습니다.")


PHOTO_LIMIT = 10


@transaction.atomic
def change_asset(asset: Asset, *, facts: Mapping[str, Any], by: User, at: datetime) -> Asset:
    """Write facts into an asset's own columns; nothing changes under a published offer."""
    asset = _lock_unoffered(asset)
    changed = [name for name, value in facts.items() if getattr(asset, name) != value]
    for name in changed:
        setattr(asset, name, facts[name])
    if changed:
        asset.changed_at = at
        asset.save(update_fields=[*changed, "changed_at"])
        record("asset.changed", on=asset, by=by, at=at, fields=sorted(changed))
    return asset


@transaction.atomic
def add_photos(
    asset: Asset, *, uploads: "Sequence[UploadedFile[bytes]]", by: User, at: datetime
) -> list[AssetPhoto]:
    """Take pictures in and put them behind those that are there, all or none."""
    asset = _lock_unoffered(asset)
    there = asset.photos.aggregate(count=Count("pk"), last=Max("position"))
    if there["count"] + len(uploads) > PHOTO_LIMIT:
        raise TooManyPhotos(limit=PHOTO_LIMIT)
    first = 0 if there["last"] is None else there["last"] + 1
    photos = []
    for position, upload in enumerate(uploads, start=first):
        file = store_upload(upload, kinds=PICTURES, by=by, at=at)
        photos.append(AssetPhoto.objects.create(asset=asset, file=file, position=position))
        record("asset.photo_added", on=asset, by=by, at=at, file=file.sha256)
    return photos


@transaction.atomic
def remove_photo(photo: AssetPhoto, *, by: User, at: datetime) -> None:
    """Take a picture away; its bytes stay in the store."""
    asset = _lock_unoffered(photo.asset)
    photo = asset.photos.select_related("file").get(pk=photo.pk)
    record("asset.photo_removed", on=asset, by=by, at=at, file=photo.file.sha256)
    photo.delete()


def _lock_unoffered(asset: Asset) -> Asset:
    asset = Asset.objects.select_for_update(no_key=True).get(pk=asset.pk)
    if asset.offers.filter(state=OfferState.PUBLISHED).exists():
        raise AssetOnOffer
    return asset
