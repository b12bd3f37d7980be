"""What happened to an asset, from the trail, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.forms.records import form_of
from sangsaeng.assets.models import Asset, Offer
from sangsaeng.audit.models import AuditLine

WORDS: dict[str, Promise] = {
    "asset.changed": _("내용을 고쳤습니다."),
    "asset.photo_added": _("사진을 올렸습니다."),
    "asset.photo_removed": _("사진을 지웠습니다."),
    "offer.drafted": _("공고를 쓰기 시작했습니다."),
    "offer.redrafted": _("공고 내용을 고쳤습니다."),
    "offer.discarded": _("쓰던 공고를 버렸습니다."),
    "offer.published": _("공고했습니다. 규칙이 고정되었습니다."),
    "offer.withdrawn": _("공고를 철회했습니다."),
    "offer.closed": _("접수가 끝나 공고를 마감했습니다."),
    "assets.imported": _("자산대장에서 읽었습니다."),
}


@dataclass(frozen=True)
class Step:
    """One thing that happened; ``fields`` names what was changed."""

    at: datetime
    words: Promise
    who: str
    fields: list[str]


def story_of(asset: Asset, offers: Iterable[Offer]) -> list[Step]:
    """Tell what happened to an asset and its offers, newest first."""
    numbers = [offer.pk for offer in offers]
    about = Q(subject_type="assets.asset", subject_id=asset.pk)
    about |= Q(subject_type="assets.offer", subject_id__in=numbers)
    about |= Q(subject_type="assets.ledgerimport", subject_id=asset.ledger_import_id or 0)
    lines = AuditLine.objects.filter(about, verb__in=WORDS).select_related("actor").order_by("-pk")
    labels = form_of(asset).base_fields
    return [
        Step(
            at=line.at,
            words=WORDS[line.verb],
            who=str(line.actor) if line.actor else "",
            fields=[
                str(labels[name].label) for name in line.facts.get("fields", []) if name in labels
            ],
        )
        for line in lines[:50]
    ]
