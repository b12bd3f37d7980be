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
    kind = subject._meta.label_lower  # noqa: SLF001 - Django documents _meta
    return AuditLine.objects.filter(subject_type=kind, subject_id=subject.pk).order_by("pk")


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
    return _fault_of_lines(seal) or _fault_of_chain(seal, previous)


def _fault_of_lines(seal: AuditSeal) -> str:
    members = list(seal.members.select_related("line").order_by("position"))
    for place, member in enumerate(members):
        if member.position != place:
            return f"seal {seal.pk}: line at position {place} is missing"
        if merkle.leaf_hash(member.line.leaf) != bytes(member.leaf_hash):
            return f"line {member.line_id} was changed after seal {seal.pk}"
    if len(members) != seal.lines:
        return f"seal {seal.pk}: {seal.lines} lines were sealed, {len(members)} are there"
    if merkle.root([member.line.leaf for member in members]) != bytes(seal.root):
        return f"seal {seal.pk}: its lines do not make its root"
    return ""


def _fault_of_chain(seal: AuditSeal, previous: AuditSeal | None) -> str:
    if seal.previous_id != (previous.pk if previous else None):
        return f"seal {seal.pk} does not follow the seal before it"
    if chain(bytes(previous.chained) if previous else b"", bytes(seal.root)) != bytes(seal.chained):
        return f"seal {seal.pk}: its chained value does not follow"
    return ""
