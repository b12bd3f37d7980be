"""The rows behind a figure, as the evidence page and the API list them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sangsaeng.accounts.models import User
from sangsaeng.agreements.queries import agreements_visible_to
from sangsaeng.assets.models import HandOver
from sangsaeng.planning.indicators.scorecard import evidence_of
from sangsaeng.planning.queries import Target


@dataclass(frozen=True)
class EvidenceRow:
    """One hand-over both sides confirmed; ``agreement_id`` only for who may read that paper."""

    hand_over_id: int
    firm: str
    business_number: str
    giver: str
    asset: str
    offer_number: str
    quantity: int
    delivered_on: date
    received_on: date
    agreement_id: int | None


def evidence_rows(target: Target) -> QuerySet[HandOver]:
    """List the hand-overs that prove a target, the first received first."""
    return (
        evidence_of(target)
        .select_related("giver", "taker", "award__offer", "award__offer__asset")
        .order_by("received_at", "pk")
    )


def described(rows: Any, *, user: User) -> list[EvidenceRow]:
    """Describe a page of hand-overs; the papers this person may read are looked up at once."""
    rows = list(rows)
    wanted = [row.award.agreement_id for row in rows]
    readable = set(agreements_visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))
    return [_row(hand_over, readable) for hand_over in rows]


def _row(hand_over: HandOver, readable: set[int]) -> EvidenceRow:
    award = hand_over.award
    return EvidenceRow(
        hand_over_id=hand_over.pk,
        firm=hand_over.taker.name,
        business_number=hand_over.taker.business_number,
        giver=hand_over.giver.name,
        asset=award.offer.asset.title,
        offer_number=award.offer.number,
        quantity=award.quantity,
        delivered_on=timezone.localdate(hand_over.delivered_at),
        received_on=timezone.localdate(hand_over.received_at),
        agreement_id=award.agreement_id if award.agreement_id in readable else None,
    )
