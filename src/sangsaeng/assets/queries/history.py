"""What happened to a request, from the trail, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.models import Request
from sangsaeng.audit.models import AuditLine

WORDS: dict[str, Promise] = {
    "request.submitted.AWARDED": _("신청하여 바로 배정되었습니다."),
    "request.submitted.RESERVE": _("신청하여 예비순위가 되었습니다."),
    "request.promoted": _("예비순위에서 배정되었습니다."),
    "request.withdrawn": _("신청을 철회했습니다."),
    "request.dismissed": _("예비순위에서 제외되었습니다."),
    "award.accepted": _("배정을 수락했습니다."),
    "award.declined": _("배정을 포기했습니다."),
    "award.lapsed": _("수락 기한이 지났습니다."),
    "award.revoked": _("배정이 취소되었습니다."),
    "award.paid": _("대금 지급을 기록했습니다."),
    "agreement.drawn_up": _("약정서가 작성되었습니다."),
    "agreement.rescinded": _("약정이 취소되었습니다."),
    "agreement.signed": _("약정서에 서명했습니다."),
    "hand_over.opened": _("양측 서명으로 인수인계가 시작되었습니다."),
    "hand_over.delivered": _("인도를 기록했습니다."),
    "hand_over.received": _("인수를 확인했습니다."),
}


@dataclass(frozen=True)
class Event:
    """One thing that happened; ``who`` is the organization that signed, where it matters."""

    at: datetime
    words: Promise
    who: str = ""


def history_of(request: Request) -> list[Event]:
    """Tell what happened to a request, its award, agreement and hand-over, oldest first."""
    about = Q(subject_type="assets.request", subject_id=request.pk)
    signers: dict[int, str] = {}
    award = getattr(request, "award", None)
    if award:
        about |= Q(subject_type="assets.award", subject_id=award.pk)
        hand_over = getattr(award, "hand_over", None)
        if hand_over:
            about |= Q(subject_type="assets.handover", subject_id=hand_over.pk)
    if award and award.agreement:
        agreement = award.agreement
        about |= Q(subject_type="agreements.agreement", subject_id=agreement.pk)
        parties = {"GIVER": request.offer.owner.name, "TAKER": request.firm.name}
        signers = {row.pk: parties[row.side] for row in agreement.signatures.all()}
        about |= Q(subject_type="agreements.signature", subject_id__in=signers)
    return [
        Event(
            line.at, _words(line), signers.get(line.subject_id, "") if _is_signature(line) else ""
        )
        for line in AuditLine.objects.filter(about).order_by("pk")
    ]


def _words(line: AuditLine) -> Promise:
    if line.verb == "request.submitted":
        return WORDS[f"{line.verb}.{line.facts['state']}"]
    return WORDS[line.verb]


def _is_signature(line: AuditLine) -> bool:
    return line.verb == "agreement.signed"
