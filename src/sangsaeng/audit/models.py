"""Lines that are only ever added, and the seals that prove it."""

import hashlib
import json
from datetime import UTC

from django.conf import settings
from django.db import models


class AuditLine(models.Model):
    """One thing that happened: who did what to which row, and when.

    Facts are ids, codes, numbers and digests, never names, so that erasing a
    person leaves the trail whole. The table has one column more, ``transaction``,
    which only the database writes and only the sealing reads.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type}#{self.subject_id}"

    @property
    def leaf(self) -> bytes:
        """The canonical bytes of this line: what its seal stands for."""
        body = {
            "id": self.pk,
            "at": self.at.astimezone(UTC).isoformat(),
            "actor": self.actor_id,
            "verb": self.verb,
            "subject": [self.subject_type, self.subject_id],
            "facts": self.facts,
        }
        return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def chain(previous: bytes, root: bytes) -> bytes:
    """Tie a root to the chained value before it."""
    return hashlib.sha256(previous + root).digest()


class AuditSeal(models.Model):
    """A Merkle root over a batch of lines, chained to the seal before it."""

    sealed_at = models.DateTimeField()
    lines = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")
    chained = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"seal {self.pk} of {self.lines}"


class SealedLine(models.Model):
    """The place of a line in its seal; a table of its own, because lines never change."""

    seal = models.ForeignKey(AuditSeal, on_delete=models.PROTECT, related_name="members")
    line = models.OneToOneField(AuditLine, on_delete=models.PROTECT, related_name="sealing")
    position = models.PositiveIntegerField()
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "position"], name="one_line_per_seal_position")
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.position}"
