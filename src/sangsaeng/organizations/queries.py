"""Who acts for whom, and what a firm may claim to be on a given day."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery

from sangsaeng.accounts.choices import STAFF_ROLES
from sangsaeng.accounts.models import RoleGrant, User
from sangsaeng.organizations.choices import SME_SIZES
from sangsaeng.organizations.models import (
    Invitation,
    InvitationQuerySet,
    Membership,
    Organization,
    PartnerTie,
    Registration,
    RegistrationQuerySet,
    SmeCertificate,
    SmeCertificateQuerySet,
)


@dataclass(frozen=True)
class Standing:
    """What a firm is towards a large company on one day."""

    sme: bool
    certified: bool
    tier: str | None

    @property
    def is_partner(self) -> bool:
        """Whether the large company has confirmed ties with the firm."""
        return self.tier is not None


def organization_of(user: User) -> Organization | None:
    """Return the organization this person acts for now, if any."""
    membership = Membership.objects.live().filter(user=user).select_related("organization").first()
    return membership.organization if membership else None


def managers_of(organization_id: int) -> QuerySet[User]:
    """List the people who act for an organization now."""
    return User.objects.filter(
        is_active=True,
        memberships__organization_id=organization_id,
        memberships__ended_at=None,
    ).order_by("pk")


def standing_of(firm: Organization, *, towards: int, on: date) -> Standing:
    """Read a firm's size, certificate and confirmed tier towards a large company at once."""
    certificate = SmeCertificate.objects.covering(on).filter(organization=OuterRef("pk"))
    tie = PartnerTie.objects.confirmed().filter(firm=OuterRef("pk"), large_company_id=towards)
    row = (
        Organization.objects.filter(pk=firm.pk)
        .annotate(certified=Exists(certificate), tier=Subquery(tie.values("tier")[:1]))
        .values_list("size", "certified", "tier")
        .get()
    )
    return Standing(sme=row[0] in SME_SIZES, certified=row[1], tier=row[2])


def partners_of(firm: Organization) -> QuerySet[Organization]:
    """List the large companies whose confirmed partner a firm is."""
    return Organization.objects.filter(
        pk__in=PartnerTie.objects.confirmed().filter(firm=firm).values("large_company")
    )


def organizations_visible_to(user: User) -> QuerySet[Organization]:
    """List the organizations a person may open: their own and its partners; the centre sees all."""
    if user.reads_everything:
        return Organization.objects.order_by("name", "pk")
    own = Membership.objects.live().filter(user=user).values("organization")
    return Organization.objects.filter(
        Q(pk__in=own)
        | Q(pk__in=PartnerTie.objects.live().filter(firm__in=own).values("large_company"))
        | Q(pk__in=PartnerTie.objects.live().filter(large_company__in=own).values("firm"))
    ).order_by("name", "pk")


def registrations_visible_to(user: User) -> RegistrationQuerySet:
    """List registrations: the centre's people see all, an applicant their own."""
    rows = Registration.objects.order_by("-submitted_at", "-pk")
    return rows if user.reads_everything else rows.filter(applicant=user)


def ties_visible_to(user: User) -> QuerySet[PartnerTie]:
    """List partner ties: both sides see theirs, the centre sees all."""
    rows = (
        PartnerTie.objects.live().select_related("large_company", "firm").order_by("-declared_at")
    )
    if user.reads_everything:
        return rows
    own = Membership.objects.live().filter(user=user).values("organization")
    return rows.filter(Q(large_company__in=own) | Q(firm__in=own))


def acting_firm(user: User, *, towards: int, on: date) -> tuple[Organization, Standing] | None:
    """Return the firm a person acts for and its standing towards a large company, in one read."""
    acting = OuterRef("organization_id")
    certificate = SmeCertificate.objects.covering(on).filter(organization=acting)
    tie = PartnerTie.objects.confirmed().filter(firm=acting, large_company_id=towards)
    membership = (
        Membership.objects.live()
        .filter(user=user)
        .select_related("organization")
        .annotate(
            certified=Exists(certificate),
            tier=Subquery(tie.values("tier")[:1], output_field=CharField(null=True)),
        )
        .first()
    )
    if membership is None:
        return None
    firm = membership.organization
    return firm, Standing(
        sme=firm.is_sme,
        certified=membership.certified,  # type: ignore[attr-defined]  # annotated above
        tier=membership.tier,  # type: ignore[attr-defined]  # annotated above
    )


def certificates_visible_to(user: User) -> SmeCertificateQuerySet:
    """List certificates: a firm's people see its own, the centre sees all."""
    rows = SmeCertificate.objects.select_related("file").order_by("-valid_until", "-pk")
    if user.reads_everything:
        return rows
    return rows.filter(organization__in=_own(user))


def memberships_visible_to(user: User) -> QuerySet[Membership]:
    """List who acts for whom now: colleagues see each other, the centre sees all."""
    rows = Membership.objects.live().select_related("user").order_by("started_at", "pk")
    return rows if user.reads_everything else rows.filter(organization__in=_own(user))


def invitations_visible_to(user: User) -> InvitationQuerySet:
    """List invitations: a firm's people see those it sent, the centre sees all."""
    rows = Invitation.objects.order_by("-invited_at", "-pk")
    return rows if user.reads_everything else rows.filter(organization__in=_own(user))


def open_invitations_to(user: User, *, at: datetime) -> QuerySet[Invitation]:
    """List the invitations a person may accept: open, and sent to a proven address of theirs."""
    return (
        Invitation.objects.open(at)
        .filter(email__in=verified_addresses(user))
        .select_related("organization")
        .order_by("-invited_at", "-pk")
    )


def verified_addresses(user: User) -> set[str]:
    """Return the addresses a person has shown to be theirs, in lower case."""
    found = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {email.lower() for email in found}


def officers() -> QuerySet[User]:
    """List the people who do the centre's daily work now."""
    live = RoleGrant.objects.live().filter(role__in=STAFF_ROLES).values("user")
    return User.objects.filter(is_active=True, pk__in=live).order_by("pk")


def organizations_matching(
    rows: QuerySet[Organization], *, words: str = "", size: str = "", region: str = ""
) -> QuerySet[Organization]:
    """Narrow organizations by part of the name or of the business number, size and region."""
    digits = words.replace("-", "").strip()
    if digits.isdecimal():
        rows = rows.filter(business_number__contains=digits)
    elif words.strip():
        rows = rows.filter(name__icontains=words.strip())
    if size:
        rows = rows.filter(size=size)
    return rows.filter(region=region) if region else rows


def firms_whose_certificate_ends_between(first: date, last: date) -> QuerySet[SmeCertificate]:
    """List each firm's latest approved certificate, where that one ends in these days."""
    newer = SmeCertificate.objects.approved().filter(
        organization=OuterRef("organization"), valid_until__gt=OuterRef("valid_until")
    )
    return (
        SmeCertificate.objects.approved()
        .filter(~Exists(newer), valid_until__range=(first, last))
        .select_related("organization")
        .order_by("pk")
    )


def _own(user: User) -> QuerySet[Membership, int]:
    return Membership.objects.live().filter(user=user).values_list("organization", flat=True)
