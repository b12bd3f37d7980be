"""Every write about organizations."""

from sangsaeng.organizations.actions.certificates import (
    announce_ending_certificates,
    approve_certificate,
    refuse_certificate,
    submit_certificate,
)
from sangsaeng.organizations.actions.members import (
    accept_invitation,
    digest_of,
    end_membership,
    invite_member,
    revoke_invitation,
)
from sangsaeng.organizations.actions.registrations import (
    FirmFacts,
    Paper,
    approve_registration,
    enter_organization,
    refuse_registration,
    submit_registration,
)
from sangsaeng.organizations.actions.ties import confirm_tie, declare_tie, end_tie

__all__ = [
    "FirmFacts",
    "Paper",
    "accept_invitation",
    "announce_ending_certificates",
    "approve_certificate",
    "approve_registration",
    "confirm_tie",
    "declare_tie",
    "digest_of",
    "end_membership",
    "end_tie",
    "enter_organization",
    "invite_member",
    "refuse_certificate",
    "refuse_registration",
    "revoke_invitation",
    "submit_certificate",
    "submit_registration",
]
