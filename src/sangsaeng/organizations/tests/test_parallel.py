"""Two people at the same moment: real transactions, one of them succeeds."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.kernel.refusals import Refused
from sangsaeng.notices.models import Notice
from sangsaeng.organizations.actions import (
    FirmFacts,
    accept_invitation,
    approve_registration,
    declare_tie,
    end_membership,
    invite_member,
    submit_registration,
)
from sangsaeng.organizations.choices import Region, Size, Tier
from sangsaeng.organizations.models import Membership, Organization, PartnerTie, Registration
from sangsaeng.organizations.testing import (
    make_firm,
    make_large_company,
    make_manager,
    make_registration,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: Sequence[Callable[[], object]]) -> Counter[str]:
    """Run all of them together, each on a connection of its own, and count the outcomes."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait()
        try:
            act()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "DONE"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def test_a_firm_asked_for_by_four_people_at_once_waits_once() -> None:
    facts = FirmFacts("1248100998", "한결정밀", Size.MIDSIZE, Region.INCHEON)
    people = [make_user() for _ in range(4)]

    outcomes = at_once(
        [
            lambda by=by: submit_registration(facts=facts, paper=None, by=by, at=MORNING)  # type: ignore[misc]  # bound now
            for by in people
        ]
    )

    assert outcomes == {"DONE": 1, "REGISTRATION_WAITING": 3}
    assert Registration.objects.count() == 1


def test_a_registration_decided_by_three_officers_at_once_makes_one_firm() -> None:
    asked = make_registration()
    officers = [make_user(roles=(CentreRole.OFFICER,)) for _ in range(3)]

    outcomes = at_once(
        [
            lambda by=by: approve_registration(registration=asked, by=by, at=MORNING)  # type: ignore[misc]  # bound now
            for by in officers
        ]
    )

    assert outcomes == {"DONE": 1, "REGISTRATION_DECIDED": 2}
    assert (Organization.objects.count(), Membership.objects.count()) == (1, 1)


def test_a_tie_declared_by_four_colleagues_at_once_is_one() -> None:
    company, firm = make_large_company(), make_firm()
    make_manager(firm)
    colleagues = [make_manager(company) for _ in range(4)]

    outcomes = at_once(
        [
            lambda by=by: declare_tie(  # type: ignore[misc]  # bound now
                large_company=company,
                business_number=firm.business_number,
                tier=Tier.TIER_1,
                by=by,
                at=MORNING,
            )
            for by in colleagues
        ]
    )

    assert outcomes == {"DONE": 1, "TIE_EXISTS": 3}
    assert (PartnerTie.objects.count(), Notice.objects.count()) == (1, 1)


def test_two_managers_who_end_each_other_leave_one() -> None:
    firm = make_firm()
    first, second = make_manager(firm), make_manager(firm)
    pairs = [(first, second.memberships.get()), (second, first.memberships.get())]

    outcomes = at_once(
        [
            lambda by=by, membership=membership: end_membership(  # type: ignore[misc]  # bound now
                membership=membership, by=by, at=MORNING
            )
            for by, membership in pairs
        ]
    )

    assert outcomes == {"DONE": 1, "LAST_MANAGER": 1}
    assert Membership.objects.live().count() == 1


def test_a_person_invited_by_two_firms_who_accepts_both_at_once_joins_one() -> None:
    person = make_user()
    invitations = []
    for _ in range(2):
        manager = make_manager(make_firm())
        organization = manager.memberships.get().organization
        invitations.append(
            invite_member(organization=organization, email=person.email, by=manager, at=MORNING)
        )

    outcomes = at_once(
        [
            lambda sent=sent: accept_invitation(invitation=sent, by=person, at=MORNING)  # type: ignore[misc]  # bound now
            for sent in invitations
        ]
    )

    assert outcomes == {"DONE": 1, "ALREADY_MEMBER": 1}
    assert Membership.objects.live().filter(user=person).count() == 1
