"""Who acts for whom, and what a firm may claim to be on a given day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery

from sangsaeng.accounts.models import User
from sangsaeng.organizations.choices import SME_SIZES
from sangsaeng.organizations.models import (
    Membership,
    Organization,
    PartnerTie,
    Registration,
    SmeCertificate,
)


@dataclass(frozen=True)
class Standing:
    """What a firm is towards a large company on one day."""

    sme: bool
    certified: bool
    tier: str | None

    @property
    def is_partner(self) -> bool:
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
    certificate = SmeCertificate.objects.filter(
        organization=OuterRef("pk"), valid_from__lte=on, valid_until__gte=on
    )
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


def registrations_visible_to(user: User) -> QuerySet[Registration]:
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
    certificate = SmeCertificate.objects.filter(
        organization=acting, valid_from__lte=on, valid_until__gte=on
    )
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
