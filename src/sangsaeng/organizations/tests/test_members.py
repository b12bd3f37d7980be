"""Invited, joined, ended."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.organizations.actions import (
    accept_invitation,
    digest_of,
    end_membership,
    invite_member,
    revoke_invitation,
)
from sangsaeng.organizations.models import (
    Invitation,
    Membership,
    Organization,
)
from sangsaeng.organizations.tasks import invitation_token, mail_invitation
from sangsaeng.organizations.testing import (
    make_firm,
    make_manager,
)
from sangsaeng.organizations.tests.asking import refused, told

pytestmark = pytest.mark.django_db


def test_an_invitation_is_kept_as_a_digest_and_mailed_with_its_link() -> None:
    firm = make_firm(name="한결\n정밀")
    manager = make_manager(firm, name="박담당")

    sent = invite_member(organization=firm, email=" New@Firm.Example ", by=manager, at=MORNING)
    mail_invitation(sent.pk)

    token = invitation_token(Invitation.objects.get())
    assert (sent.email, sent.digest) == ("new@firm.example", digest_of(token))
    assert token not in sent.digest
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (
        ["new@firm.example"],
        "함께 일할 담당자로 초대합니다: 한결 정밀",
    )
    assert f"/organizations/join/{token}/" in letter.body
    assert "박담당" in letter.body


def test_a_second_invitation_replaces_the_first_and_revoked_ones_are_not_mailed() -> None:
    firm = make_firm()
    manager = make_manager(firm)
    first = invite_member(organization=firm, email="a@b.example", by=manager, at=MORNING)
    later = MORNING + timedelta(minutes=1)

    second = invite_member(organization=firm, email="a@b.example", by=manager, at=later)
    revoke_invitation(invitation=second, by=manager, at=later)
    mail_invitation(first.pk)
    mail_invitation(second.pk)

    assert Invitation.objects.open(later).count() == 0
    assert mail.outbox == []
    refused("ALREADY_COLLEAGUE", lambda: invite(firm, manager.email))
    refused("INVITATION_CLOSED", lambda: revoke_invitation(invitation=second, by=manager, at=later))


def invite(firm: Organization, email: str) -> Invitation:
    by = firm.memberships.live().get().user
    return invite_member(organization=firm, email=email, by=by, at=MORNING)


def test_invite_member_stops_at_twenty_open_invitations() -> None:
    firm = make_firm()
    make_manager(firm)
    for number in range(20):
        invite(firm, f"{number}@b.example")

    refused("TOO_MANY_INVITATIONS", lambda: invite(firm, "x@b.example"))
    assert invite(firm, "0@b.example").is_open(MORNING + timedelta(seconds=1))


def test_accept_invitation_lets_only_the_invited_in_and_in_time() -> None:
    firm = make_firm()
    manager, invited, other = make_manager(firm), make_user(name="새 사람"), make_user()
    sent = invite(firm, invited.email)
    late = MORNING + timedelta(days=14)

    def accept(by: User, at: datetime = MORNING) -> Membership:
        return accept_invitation(invitation=sent, by=by, at=at)

    refused("INVITATION_FOR_ANOTHER", lambda: accept(other))
    refused("INVITATION_CLOSED", lambda: accept(invited, late))
    membership = accept(invited)

    assert (membership.user, membership.organization) == (invited, firm)
    assert told() == [(manager.pk, "새 담당자가 함께합니다: 새 사람")]
    refused("INVITATION_CLOSED", lambda: accept(invited))


def test_accept_invitation_refuses_somebody_of_another_organization_or_unproven_address() -> None:
    firm = make_firm()
    make_manager(firm)
    busy, unproven = make_manager(make_firm()), make_user()
    unproven.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]  # allauth's

    refused(
        "ALREADY_MEMBER",
        lambda: accept_invitation(invitation=invite(firm, busy.email), by=busy, at=MORNING),
    )
    refused(
        "INVITATION_FOR_ANOTHER",
        lambda: accept_invitation(invitation=invite(firm, unproven.email), by=unproven, at=MORNING),
    )


def test_end_membership_keeps_the_last_manager() -> None:
    firm = make_firm(name="한결정밀")
    first, second = make_manager(firm), make_manager(firm)

    ended = end_membership(membership=second.memberships.get(), by=first, at=MORNING)

    assert ended.ended_at == MORNING
    assert told() == [(second.pk, "담당이 끝났습니다: 한결정밀")]
    refused("MEMBERSHIP_ENDED", lambda: end_membership(membership=ended, by=first, at=MORNING))
    refused(
        "LAST_MANAGER",
        lambda: end_membership(membership=first.memberships.get(), by=first, at=MORNING),
    )
