"""What the kernel keeps: how far the demo's day lies from the real one, and counts of words."""

from django.contrib.postgres.search import SearchVectorField
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


class Searchable(models.Model):
    """Columns that ``kernel.search.index_document`` fills; null is not to be found.

    The table that inherits them declares the GIN index on ``search_vector``.
    """

    search_vector = SearchVectorField(null=True, editable=False)
    search_terms = models.JSONField(null=True, editable=False)
    search_length = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        abstract = True


class SearchCorpus(models.Model):
    """A searched table: its rows and their length together, when last counted."""

    table = models.CharField(max_length=63, unique=True)
    documents = models.PositiveIntegerField(default=0)
    length = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.table


class SearchTerm(models.Model):
    """In how many rows of a searched table a word stands."""

    corpus = models.ForeignKey(
        SearchCorpus, on_delete=models.CASCADE, related_name="terms", db_index=False
    )
    term = models.TextField()
    documents = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["corpus", "term"], name="one_count_per_search_term")
        ]

    def __str__(self) -> str:
        return self.term
