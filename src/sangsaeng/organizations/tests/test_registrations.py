"""A firm gets in: what is written, said and refused."""

import pytest

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.files.models import StoredFile
from sangsaeng.notices.models import Notice
from sangsaeng.organizations.actions import (
    FirmFacts,
    approve_registration,
    enter_organization,
    refuse_registration,
    submit_registration,
)
from sangsaeng.organizations.choices import Region, RegistrationState, Size
from sangsaeng.organizations.models import (
    Membership,
    Organization,
    Registration,
    SmeCertificate,
)
from sangsaeng.organizations.testing import (
    make_firm,
    make_manager,
    make_registration,
)
from sangsaeng.organizations.tests.asking import FACTS, NUMBER, officer, paper, refused, told, verbs

pytestmark = pytest.mark.django_db


def test_submit_registration_keeps_everything_and_tells_each_officer_in_their_language() -> None:
    person, korean, english = make_user(), officer(), officer(language="en")
    make_user(roles=(CentreRole.BOARD_MEMBER,))

    asked = submit_registration(facts=FACTS, paper=paper(), by=person, at=MORNING)

    asked.refresh_from_db()
    assert (asked.applicant, asked.business_number, asked.name, asked.size, asked.state) == (
        person,
        NUMBER,
        "한결정밀",
        Size.SMALL,
        RegistrationState.SUBMITTED,
    )
    assert asked.certificate == StoredFile.objects.get()
    assert [user for user, _title in told()] == [korean.pk, english.pk]
    assert verbs() == ["file.stored", "registration.submitted"]


def test_submit_registration_refuses_what_must_not_come_in() -> None:
    person = make_user()
    firm = make_firm()
    waiting = make_registration()
    at = MORNING

    def submit(by: User = person, *, with_paper: bool = True, **changed: str) -> Registration:
        facts = FirmFacts(**{**FACTS.__dict__, **changed})
        return submit_registration(facts=facts, paper=paper() if with_paper else None, by=by, at=at)

    refused("ENTERED_BY_OFFICERS_ONLY", lambda: submit(size=Size.LARGE))
    refused("CERTIFICATE_MISSING", lambda: submit(with_paper=False))
    refused("ALREADY_REGISTERED", lambda: submit(business_number=firm.business_number))
    refused("REGISTRATION_WAITING", lambda: submit(business_number=waiting.business_number))
    refused("REGISTRATION_WAITING", lambda: submit(waiting.applicant))
    refused("ALREADY_MEMBER", lambda: submit(make_manager(firm)))
    assert list(Registration.objects.all()) == [waiting]
    assert verbs().count("registration.submitted") == 0


def test_a_midsize_firm_registers_without_an_sme_certificate() -> None:
    facts = FirmFacts(**{**FACTS.__dict__, "size": Size.MIDSIZE})

    asked = submit_registration(facts=facts, paper=None, by=make_user(), at=MORNING)
    firm = approve_registration(registration=asked, by=officer(), at=MORNING)

    assert (firm.size, firm.sme_certificates.count()) == (Size.MIDSIZE, 0)


def test_approve_registration_makes_firm_manager_and_certificate_together() -> None:
    asked, decider = make_registration(business_number=NUMBER), officer()

    firm = approve_registration(registration=asked, by=decider, at=MORNING)

    assert (firm.business_number, firm.name, firm.size, firm.region) == (
        NUMBER,
        "한결정밀",
        Size.SMALL,
        Region.INCHEON,
    )
    assert [(m.user, m.organization) for m in Membership.objects.all()] == [(asked.applicant, firm)]
    certificate = SmeCertificate.objects.get()
    assert (certificate.organization, certificate.file, certificate.approved_at) == (
        firm,
        asked.certificate,
        MORNING,
    )
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.organization) == (
        RegistrationState.APPROVED,
        decider,
        firm,
    )
    assert told() == [(asked.applicant_id, "기업 등록이 승인되었습니다: 한결정밀")]
    refused(
        "REGISTRATION_DECIDED",
        lambda: approve_registration(registration=asked, by=decider, at=MORNING),
    )


def test_an_approval_that_cannot_be_leaves_nothing_behind() -> None:
    taken = make_registration(business_number=make_firm().business_number)
    member = make_manager(make_firm())
    joined = make_registration(applicant=member)
    before = Organization.objects.count()

    refused(
        "ALREADY_REGISTERED",
        lambda: approve_registration(registration=taken, by=officer(), at=MORNING),
    )
    refused(
        "ALREADY_MEMBER",
        lambda: approve_registration(registration=joined, by=officer(), at=MORNING),
    )

    assert Organization.objects.count() == before
    assert Registration.objects.waiting().count() == 2
    assert told() == []


def test_refuse_registration_says_why_and_lets_the_person_ask_again() -> None:
    asked = make_registration(business_number=NUMBER)

    refuse_registration(registration=asked, reason="100% 흐립니다.", by=officer(), at=MORNING)
    again = submit_registration(facts=FACTS, paper=paper(), by=asked.applicant, at=MORNING)

    notice = Notice.objects.get(user=asked.applicant)
    assert (notice.title, notice.body, notice.path) == (
        "기업 등록 신청이 반려되었습니다: 한결정밀",
        "100% 흐립니다.",
        "/organizations/register/",
    )
    assert again.state == RegistrationState.SUBMITTED


def test_enter_organization_lets_a_large_company_in_once() -> None:
    facts = FirmFacts(**{**FACTS.__dict__, "size": Size.LARGE})

    company = enter_organization(facts=facts, by=officer(), at=MORNING)

    assert (company.is_large, verbs()) == (True, ["organization.entered"])
    refused("ALREADY_REGISTERED", lambda: enter_organization(facts=facts, by=officer(), at=MORNING))
