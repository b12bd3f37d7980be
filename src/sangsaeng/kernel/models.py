"""What the kernel keeps: how far the demo's day lies from the real one."""

from django.db import models
from django.db.models import Q


class ClockShift(models.Model):
    """How far ``kernel.clock`` runs from real time: one row, or none outside a demo."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    offset = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_clock_shift")]

    def __str__(self) -> str:
        return str(self.offset)
