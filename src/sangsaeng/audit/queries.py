"""Reading the trail, and checking that nobody changed it."""

from dataclasses import dataclass

from django.db.models import Model, QuerySet

from sangsaeng.audit.models import AuditLine, AuditSeal, chain
from sangsaeng.methods import merkle


@dataclass(frozen=True)
class Verification:
    """What a check of the whole trail found; ``fault`` names the first bad place."""

    lines: int
    seals: int
    unsealed: int
    fault: str = ""


def lines_about(subject: Model) -> QuerySet[AuditLine]:
    """List what happened to one row, oldest first."""
    return AuditLine.objects.filter(
        subject_type=subject._meta.label_lower,  # noqa: SLF001 - Django documents _meta
        subject_id=subject.pk,
    ).order_by("pk")


def verify_trail() -> Verification:
    """Recompute every seal from its lines and walk the chain of seals.

    A changed or missing line makes its seal's root differ. The root alone cannot
    say which line it was, so the leaf kept with each place in the seal does.
    """
    total = AuditLine.objects.count()
    seals = 0
    previous: AuditSeal | None = None
    for seal in AuditSeal.objects.order_by("pk"):
        fault = _fault_of(seal, previous)
        if fault:
            return Verification(total, seals, _unsealed(), fault)
        previous = seal
        seals += 1
    return Verification(total, seals, _unsealed())


def _unsealed() -> int:
    return AuditLine.objects.filter(sealing=None).count()


def _fault_of(seal: AuditSeal, previous: AuditSeal | None) -> str:
    members = list(seal.members.select_related("line").order_by("position"))
    before = bytes(previous.chained) if previous else b""
    if len(members) != seal.lines or [m.position for m in members] != list(range(seal.lines)):
        return f"seal {seal.pk}: {seal.lines} lines were sealed, {len(members)} are there"
    for member in members:
        if merkle.leaf_hash(member.line.leaf) != bytes(member.leaf_hash):
            return f"line {member.line_id} was changed after seal {seal.pk}"
    if merkle.root([member.line.leaf for member in members]) != bytes(seal.root):
        return f"seal {seal.pk}: its lines do not make its root"
    follows = seal.previous_id == (previous.pk if previous else None)
    if not follows or chain(before, bytes(seal.root)) != bytes(seal.chained):
        return f"seal {seal.pk} does not follow the seal before it"
    return ""
