"""A text version, filled for two parties, hashed, and signed by both."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sangsaeng.agreements.choices import Side
from sangsaeng.files.models import StoredFile
from sangsaeng.organizations.models import Organization


@dataclass(frozen=True)
class Passage:
    """A paragraph of an article, with the named facts that follow it."""

    text: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Article:
    """A heading and its passages; what stands before the first article has no heading."""

    heading: str
    passages: tuple[Passage, ...]


def articles_of(body: str) -> tuple[Article, ...]:
    """Read a body apart: ``## `` opens an article, ``- name: value`` adds a fact.

    >>> articles_of("앞말\\n- 갑: 한빛\\n## 제1조\\n내용")[0]
    Article(heading='', passages=(Passage(text='앞말', facts=(('갑', '한빛'),)),))
    """
    articles: list[Article] = []
    for part in f"\n{body}".split("\n## "):
        heading, _newline, rest = part.partition("\n")
        articles.append(Article(heading, _passages_of(rest.splitlines())))
    return tuple(article for article in articles if article.heading or article.passages)


def _passages_of(lines: list[str]) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    for line in filter(None, lines):
        if line.startswith("- ") and passages:
            name, _colon, value = line.removeprefix("- ").partition(": ")
            last = passages.pop()
            passages.append(Passage(last.text, (*last.facts, (name, value))))
        else:
            passages.append(Passage(line))
    return tuple(passages)


class TextVersion(models.Model):
    """One wording of one kind of agreement; a changed wording is a new version."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_wording_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Agreement(models.Model):
    """The filled text two organizations sign; its hash is what each signature names (I9).

    The database keeps text, hash and parties as they were drawn up (trigger
    ``agreements_text_stays``), and every signature as it was given.
    """

    text_version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    giver = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    drawn_up_at = models.DateTimeField()
    effective_at = models.DateTimeField(null=True, blank=True)
    rescinded_at = models.DateTimeField(null=True, blank=True)
    paper = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="two_different_parties"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def articles(self) -> tuple[Article, ...]:
        """The body, read apart for a page or a paper."""
        return articles_of(self.body)


class Signature(models.Model):
    """One side's signature under exactly one text."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    typed_name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "side"], name="one_signature_per_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.typed_name}"
