"""Adding lines to the trail and sealing them."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models, transaction

from sangsaeng.audit.models import AuditLine, AuditSeal, SealedLine, chain
from sangsaeng.methods import merkle

# Batches stay small enough to recompute one in memory.
LARGEST_BATCH = 10_000
# Serialises sealers; any constant of our own will do.
SEALING_LOCK = 7_014_0227


def record(
    verb: str, *, on: models.Model, by: AbstractBaseUser | None, at: datetime, **facts: Any
) -> AuditLine:
    """Add one line to the trail, in the caller's transaction.

    ``facts`` are ids, codes, numbers and digests: never names or free text.
    """
    return AuditLine.objects.create(
        at=at,
        actor_id=by.pk if by else None,
        verb=verb,
        subject_type=on._meta.label_lower,  # noqa: SLF001 - Django documents _meta
        subject_id=on.pk,
        facts=facts,
    )


@transaction.atomic
def seal_lines(*, at: datetime) -> AuditSeal | None:
    """Seal what is surely complete; return nothing when there is nothing to seal.

    Ids become visible out of order, so only lines of transactions older than
    every running one are taken: a line can then never appear behind its seal.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING_LOCK])
        cursor.execute(
            "SELECT l.id FROM audit_auditline l"
            " LEFT JOIN audit_sealedline s ON s.line_id = l.id"
            " WHERE s.id IS NULL AND l.transaction < pg_snapshot_xmin(pg_current_snapshot())"
            " ORDER BY l.id LIMIT %s",
            [LARGEST_BATCH],
        )
        ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        return None
    leaves = [line.leaf for line in AuditLine.objects.filter(pk__in=ids).order_by("pk")]
    root = merkle.root(leaves)
    last = AuditSeal.objects.order_by("-pk").first()
    seal = AuditSeal.objects.create(
        sealed_at=at,
        lines=len(ids),
        root=root,
        previous=last,
        chained=chain(bytes(last.chained) if last else b"", root),
    )
    SealedLine.objects.bulk_create(
        SealedLine(seal=seal, line_id=pk, position=n, leaf_hash=merkle.leaf_hash(leaf))
        for n, (pk, leaf) in enumerate(zip(ids, leaves, strict=True))
    )
    return seal
