"""Who may read which agreement, and how its two sides stand."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from sangsaeng.accounts.models import User
from sangsaeng.agreements.choices import Side
from sangsaeng.agreements.models import Agreement, Signature
from sangsaeng.organizations.models import Membership, Organization


@dataclass(frozen=True)
class Party:
    """One side of an agreement and, once given, its signature."""

    side: Side
    organization: Organization
    signature: Signature | None


def agreements_visible_to(user: User) -> QuerySet[Agreement]:
    """List agreements: both parties' people see theirs, the centre's staff and auditor all."""
    rows = (
        Agreement.objects.select_related("giver", "taker", "paper", "text_version")
        .prefetch_related(Prefetch("signatures", Signature.objects.order_by("side")))
        .order_by("-drawn_up_at", "-pk")
    )
    if user.reads_everything:
        return rows
    own = Membership.objects.live().filter(user=user).values("organization")
    return rows.filter(Q(giver__in=own) | Q(taker__in=own))


def parties_of(agreement: Agreement) -> tuple[Party, Party]:
    """Put both sides beside their signatures, the giver first."""
    signed = {signature.side: signature for signature in agreement.signatures.all()}
    return (
        Party(Side.GIVER, agreement.giver, signed.get(Side.GIVER)),
        Party(Side.TAKER, agreement.taker, signed.get(Side.TAKER)),
    )
