"""Proving a scorecard again, from the rows up to the bytes of the papers."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sangsaeng.agreements.actions import digest
from sangsaeng.agreements.choices import Side
from sangsaeng.agreements.models import Agreement
from sangsaeng.assets.models import HandOver
from sangsaeng.files.queries import open_file
from sangsaeng.kernel.refusals import Refused
from sangsaeng.planning.indicators.evidence import evidence_rows
from sangsaeng.planning.indicators.scorecard import Figure, figure_of
from sangsaeng.planning.queries import Plan


class Unproved(Refused):
    """A figure does not follow from its evidence, or a row is not what it was."""

    message = _("%(where)s: %(what)s")


@dataclass(frozen=True)
class Proof:
    """How much was proved again."""

    targets: int
    rows: int


def verify_scorecard(plan: Plan) -> Proof:
    """Recompute every measured target from its rows; raise ``Unproved`` at the first fault.

    Each row must carry both confirmations and an agreement whose text is the one
    both signed and whose paper is the one that was stored.
    """
    figures = [figure for target in plan.targets if (figure := figure_of(target)).is_measured]
    return Proof(targets=len(figures), rows=sum(_verify_figure(figure) for figure in figures))


def _verify_figure(figure: Figure) -> int:
    rows = list(
        evidence_rows(figure.target)
        .select_related("taker", "award__agreement__paper")
        .prefetch_related("award__agreement__signatures")
    )
    numbers = {row.taker.business_number for row in rows}
    expected = min(len(rows), 1) if figure.target.is_milestone else len(numbers)
    if figure.verified != expected:
        raise Unproved(
            where=figure.target.code,
            what=_("보이는 수 %(shown)s, 증빙의 수 %(rows)s")
            % {"shown": figure.verified, "rows": expected},
        )
    for row in rows:
        for fault in _faults(row):
            where = f"{figure.target.code} · {row.award.offer.number} · #{row.pk}"
            raise Unproved(where=where, what=fault)
    return len(rows)


def _faults(row: HandOver) -> Iterator[str]:
    agreement = row.award.agreement
    if not (row.delivered_at and row.delivered_by_id and row.received_at and row.received_by_id):
        yield str(_("두 회사의 확인이 모두 있지 않습니다."))
    if agreement is None or agreement.effective_at is None or agreement.rescinded_at:
        yield str(_("효력 있는 약정이 없습니다."))
    else:
        yield from _faults_of_text(agreement)
        yield from _faults_of_paper(agreement)


def _faults_of_text(agreement: Agreement) -> Iterator[str]:
    if digest(agreement.body) != agreement.sha256:
        yield str(_("약정의 글이 그 해시와 다릅니다."))
    signed = {signature.side: signature.sha256 for signature in agreement.signatures.all()}
    if signed != dict.fromkeys(Side, agreement.sha256):
        yield str(_("두 서명이 약정의 글을 가리키지 않습니다."))


def _faults_of_paper(agreement: Agreement) -> Iterator[str]:
    if agreement.paper is None:
        yield str(_("약정서 PDF가 아직 없습니다."))
        return
    try:
        with open_file(agreement.paper) as kept:
            intact = hashlib.sha256(kept.read()).hexdigest() == agreement.paper.sha256
    except FileNotFoundError:
        intact = False
    if not intact:
        yield str(_("약정서 PDF가 보관할 때의 파일과 다릅니다."))
