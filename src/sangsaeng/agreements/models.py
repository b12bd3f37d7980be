"""A text version, filled for two parties, hashed, and signed by both."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sangsaeng.agreements.choices import Side
from sangsaeng.files.models import StoredFile
from sangsaeng.organizations.models import Organization


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
    """The filled text two organizations sign; its hash is what each signature names (I9)."""

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
