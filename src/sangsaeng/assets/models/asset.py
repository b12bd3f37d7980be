"""What a large company owns and no longer uses, as its ledger says."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sangsaeng.assets.choices import (
    MACHINES,
    AssetClass,
    Condition,
    MediaStatus,
    SafetyStatus,
)
from sangsaeng.files.models import StoredFile
from sangsaeng.organizations.choices import Region
from sangsaeng.organizations.models import Organization


class LedgerImport(models.Model):
    """One ledger read once: the same file for the same owner changes nothing twice (H15)."""

    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="ledger_imports")
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField()
    report = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "sha256"], name="a_ledger_is_imported_once")
        ]

    def __str__(self) -> str:
        return self.file_name


class Asset(models.Model):
    """An idle asset: one line of its owner's ledger, completed for the exchange."""

    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="assets")
    asset_no = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    asset_class = models.CharField(max_length=30, choices=AssetClass)
    maker = models.CharField(max_length=100, blank=True)
    model_name = models.CharField(max_length=100, blank=True)
    serial = models.CharField(max_length=100, blank=True)
    purchased_on = models.DateField(null=True, blank=True)
    purchase_cost = models.BigIntegerField(null=True, blank=True)
    book_value = models.BigIntegerField(null=True, blank=True)
    market_value = models.BigIntegerField(null=True, blank=True)
    market_value_basis = models.CharField(max_length=200, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=20, default="대")
    condition = models.CharField(max_length=20, choices=Condition, blank=True)
    known_faults = models.TextField(blank=True)
    utilisation_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    idle_since = models.DateField(null=True, blank=True)
    site = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=10, choices=Region, blank=True)
    contact_role = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    free_of_claims = models.BooleanField(default=False)
    no_photo_reason = models.CharField(max_length=200, blank=True)

    # Machines: production and research equipment.
    safety_status = models.CharField(max_length=20, choices=SafetyStatus, blank=True)
    safety_checked_on = models.DateField(null=True, blank=True)
    power = models.CharField(max_length=100, blank=True)
    dimensions = models.CharField(max_length=100, blank=True)
    weight_kg = models.PositiveIntegerField(null=True, blank=True)
    floor_load = models.CharField(max_length=100, blank=True)
    dismantling = models.CharField(max_length=200, blank=True)
    tooling_and_manuals = models.CharField(max_length=200, blank=True)
    hours_run = models.PositiveIntegerField(null=True, blank=True)
    last_serviced_on = models.DateField(null=True, blank=True)
    hazardous_substances = models.CharField(max_length=200, blank=True)

    # Research equipment.
    national_class = models.CharField(max_length=20, blank=True)
    nfec_number = models.CharField(max_length=40, blank=True)
    state_funded = models.BooleanField(default=False)
    calibrated_on = models.DateField(null=True, blank=True)
    accessories = models.CharField(max_length=200, blank=True)

    # Office facilities.
    media_status = models.CharField(max_length=20, choices=MediaStatus, blank=True)
    set_contents = models.CharField(max_length=200, blank=True)
    pickup_hours = models.CharField(max_length=100, blank=True)

    # What ledgers of rights and courses say beyond the columns above.
    extras = models.JSONField(default=dict, blank=True)

    ledger_import = models.ForeignKey(
        LedgerImport, null=True, on_delete=models.PROTECT, related_name="assets"
    )
    ledger_row = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "asset_no"], name="one_asset_per_ledger_number"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="asset_has_a_title"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="asset_of_at_least_one"),
            models.CheckConstraint(
                condition=Q(purchase_cost=None) | Q(purchase_cost__gte=0), name="cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(book_value=None) | Q(book_value__gte=0), name="book_value_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["owner", "asset_class", "id"], name="assets_of_an_owner")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_machine(self) -> bool:
        return self.asset_class in MACHINES


class AssetPhoto(models.Model):
    """A picture of an asset, in the order they are shown."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["asset", "position"], name="one_photo_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.asset_id}/{self.position}"
