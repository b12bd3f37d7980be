"""Organizations, who acts for them, and how a firm stands to a large company."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sangsaeng.files.models import StoredFile
from sangsaeng.organizations.choices import SME_SIZES, Region, RegistrationState, Size, Tier

BUSINESS_NUMBER = Q(business_number__regex=r"^[0-9]{10}$") & ~Q(business_number="0000000000")


class Organization(models.Model):
    """A firm the centre knows: one record per business number."""

    business_number = models.CharField(max_length=10, unique=True)
    corporate_number = models.CharField(max_length=13, null=True, blank=True, unique=True)
    name = models.CharField(max_length=120)
    size = models.CharField(max_length=10, choices=Size)
    ksic = models.CharField(max_length=6, blank=True)
    ksic_revision = models.PositiveSmallIntegerField(default=9)
    region = models.CharField(max_length=10, choices=Region)
    address = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=BUSINESS_NUMBER, name="business_number_of_ten_digits")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_large(self) -> bool:
        return self.size == Size.LARGE

    @property
    def is_sme(self) -> bool:
        """Whether the firm is small or medium by size; the certificate proves it."""
        return self.size in SME_SIZES


class SmeCertificateQuerySet(models.QuerySet["SmeCertificate"]):
    def approved(self) -> Self:
        return self.exclude(approved_at=None)

    def waiting(self) -> Self:
        return self.filter(approved_at=None, refused_at=None)

    def covering(self, day: date) -> Self:
        """Those an officer approved that are good on a day."""
        return self.approved().filter(valid_from__lte=day, valid_until__gte=day)


class SmeCertificate(models.Model):
    """중소기업확인서: proof of size between two days inclusive, once an officer approved it."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="sme_certificates"
    )
    number = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField()
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = SmeCertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="certificate_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(refused_at=None),
                name="certificate_approved_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None) | ~Q(reason=""),
                name="certificate_refused_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(approved_at=None, refused_at=None),
                name="one_waiting_certificate_per_organization",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def covers(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def waiting(self) -> Self:
        return self.filter(state=RegistrationState.SUBMITTED)


class Registration(models.Model):
    """A firm asks to be let in: by business number, with its SME certificate."""

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations"
    )
    business_number = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    size = models.CharField(max_length=10, choices=Size)
    ksic = models.CharField(max_length=6, blank=True)
    region = models.CharField(max_length=10, choices=Region)
    address = models.CharField(max_length=200, blank=True)
    certificate_number = models.CharField(max_length=40, blank=True)
    certificate_from = models.DateField(null=True, blank=True)
    certificate_until = models.DateField(null=True, blank=True)
    certificate = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=RegistrationState, default=RegistrationState.SUBMITTED
    )
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="registrations"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business_number"],
                condition=Q(state="SUBMITTED"),
                name="one_waiting_registration_per_business_number",
            ),
            models.UniqueConstraint(
                fields=["applicant"],
                condition=Q(state="SUBMITTED"),
                name="one_waiting_registration_per_applicant",
            ),
            models.CheckConstraint(
                condition=BUSINESS_NUMBER, name="registration_business_number_of_ten_digits"
            ),
            models.CheckConstraint(
                condition=~Q(state="REFUSED") | ~Q(reason=""), name="refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def live(self) -> Self:
        return self.filter(ended_at=None)


class Membership(models.Model):
    """A person who acts for an organization (the win-win officer, the firm's manager)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships"
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at=None),
                name="a_person_acts_for_one_organization",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """A manager asks somebody, by mail, to act for the organization too."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.email

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and at < self.expires_at


class PartnerTieQuerySet(models.QuerySet["PartnerTie"]):
    def live(self) -> Self:
        return self.filter(ended_at=None)

    def confirmed(self) -> Self:
        """Ties the large company declared and the firm confirmed."""
        return self.live().exclude(confirmed_at=None)


class PartnerTie(models.Model):
    """That a firm supplies a large company, on which tier: said by one, confirmed by the other."""

    large_company = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="supplier_ties"
    )
    firm = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="customer_ties")
    tier = models.CharField(max_length=10, choices=Tier)
    declared_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PartnerTieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["large_company", "firm"],
                condition=Q(ended_at=None),
                name="one_live_tie_per_pair",
            ),
            models.CheckConstraint(
                condition=~Q(large_company=F("firm")), name="nobody_supplies_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm} → {self.large_company} ({self.tier})"
