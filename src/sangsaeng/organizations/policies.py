"""Who may do what to organizations; an auditor reads everything and writes nothing."""

from sangsaeng.accounts.models import User
from sangsaeng.organizations.models import Membership, Organization, PartnerTie


def can_read_all(user: User) -> bool:
    return user.reads_everything


def can_register(user: User) -> bool:
    """Whether this person may ask for a firm to be let in: nobody of the centre, nobody's yet."""
    return not user.centre_roles and not Membership.objects.live().filter(user=user).exists()


def can_decide(user: User) -> bool:
    """Whether this person decides on registrations and certificates, and enters organizations."""
    return user.is_officer


def can_act_for(user: User, organization_id: int) -> bool:
    """Whether this person acts for the organization itself."""
    if user.is_auditor:
        return False
    memberships = Membership.objects.live().filter(user=user, organization=organization_id)
    return memberships.exists()


def can_manage_members(user: User, organization_id: int) -> bool:
    return user.is_officer or can_act_for(user, organization_id)


def can_see_papers(user: User, organization_id: int) -> bool:
    """Whether certificates, members and invitations are this person's to read."""
    return user.reads_everything or can_act_for(user, organization_id)


def can_declare_tie(user: User, organization: Organization) -> bool:
    return organization.is_large and can_act_for(user, organization.pk)


def can_confirm_tie(user: User, tie: PartnerTie) -> bool:
    return can_act_for(user, tie.firm_id)


def can_end_tie(user: User, tie: PartnerTie) -> bool:
    return can_act_for(user, tie.firm_id) or can_act_for(user, tie.large_company_id)
