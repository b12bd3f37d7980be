"""Who acts for an organization: invited by mail, joined, ended."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.models import User
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused
from sangsaeng.notices.actions import Message, tell_each
from sangsaeng.organizations.actions.registrations import join
from sangsaeng.organizations.models import Invitation, Membership, Organization
from sangsaeng.organizations.queries import managers_of, verified_addresses
from sangsaeng.organizations.tasks import invitation_token, mail_invitation

INVITATION_DAYS = 14
MOST_OPEN_INVITATIONS = 20


class AlreadyColleague(Refused):
    """The person acts for this organization already."""

    message = _("이미 이 조직의 담당자입니다.")
    conflict = True


class TooManyInvitations(Refused):
    """So many invitations are open that more would be a mailing."""

    message = _("열려 있는 초대가 너무 많습니다. 쓰지 않는 초대를 거둔 뒤 다시 초대해 주세요.")


class InvitationClosed(Refused):
    """The invitation was accepted, revoked or left for too long."""

    message = _("이미 쓰였거나 기한이 지난 초대입니다. 초대한 분에게 다시 부탁해 주세요.")
    conflict = True


class InvitationForAnother(Refused):
    """The invitation went to an address this person has not shown to be theirs."""

    message = _("초대받은 전자우편 주소로 로그인해야 받아들일 수 있습니다.")


class MembershipEnded(Refused):
    """The person no longer acts for the organization."""

    message = _("이미 담당이 끝난 사람입니다.")
    conflict = True


class LastManager(Refused):
    """Somebody has to act for the organization."""

    message = _("마지막 담당자는 내보낼 수 없습니다. 먼저 다른 담당자를 초대해 주세요.")


@transaction.atomic
def invite_member(*, organization: Organization, email: str, by: User, at: datetime) -> Invitation:
    """Ask somebody by mail to act for the organization too.

    An open invitation to the same address is replaced. Only the digest of the
    token is kept; the mail makes it anew.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    address = email.strip().lower()
    if managers_of(organization.pk).filter(email=address).exists():
        raise AlreadyColleague
    waiting = Invitation.objects.open(at).filter(organization=organization)
    waiting.filter(email=address).update(revoked_at=at)
    if waiting.count() >= MOST_OPEN_INVITATIONS:
        raise TooManyInvitations
    invitation = Invitation.objects.create(
        organization=organization,
        email=address,
        # Stands until the row has the id its token is made from.
        digest=secrets.token_hex(32),
        invited_by=by,
        invited_at=at,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    invitation.digest = digest_of(invitation_token(invitation))
    invitation.save(update_fields=["digest"])
    record("invitation.sent", on=invitation, by=by, at=at, organization=organization.pk)
    mail_invitation.defer(invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Take an open invitation back; its link stops working."""
    waiting = _locked(invitation, at=at)
    waiting.revoked_at = at
    waiting.save(update_fields=["revoked_at"])
    record("invitation.revoked", on=waiting, by=by, at=at)
    return waiting


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User, at: datetime) -> Membership:
    """Join the organization that asked; only the owner of the invited address may."""
    waiting = _locked(invitation, at=at)
    if waiting.email not in verified_addresses(by):
        raise InvitationForAnother
    colleagues = list(managers_of(waiting.organization_id))
    membership = join(waiting.organization, user=by, at=at)
    waiting.accepted_at = at
    waiting.save(update_fields=["accepted_at"])
    record("membership.started", on=membership, by=by, at=at, invitation=waiting.pk)
    tell_each(
        colleagues,
        render=lambda _user: Message(
            title=_("새 담당자가 함께합니다: %(name)s") % {"name": by.name},
            path=reverse("organizations:detail", args=[waiting.organization_id]),
        ),
        dedupe_key=f"membership-started:{membership.pk}",
        at=at,
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User, at: datetime) -> Membership:
    """Let a person no longer act for the organization, unless nobody else would.

    The organization's row is locked: two managers who end each other at the
    same moment leave one.
    """
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    ending = Membership.objects.select_related("user", "organization").get(pk=membership.pk)
    if ending.ended_at:
        raise MembershipEnded
    if managers_of(ending.organization_id).exclude(pk=ending.user_id).count() == 0:
        raise LastManager
    ending.ended_at = at
    ending.save(update_fields=["ended_at"])
    record("membership.ended", on=ending, by=by, at=at, organization=ending.organization_id)
    tell_each(
        [ending.user],
        render=lambda _user: Message(
            title=_("담당이 끝났습니다: %(name)s") % {"name": ending.organization.name},
            body=_("이 조직의 일을 더는 볼 수 없습니다."),
            path=reverse("organizations:mine"),
        ),
        dedupe_key=f"membership-ended:{ending.pk}",
        at=at,
    )
    return ending


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _locked(invitation: Invitation, *, at: datetime) -> Invitation:
    Organization.objects.select_for_update().get(pk=invitation.organization_id)
    waiting = Invitation.objects.select_related("organization").get(pk=invitation.pk)
    if not waiting.is_open(at):
        raise InvitationClosed
    return waiting
