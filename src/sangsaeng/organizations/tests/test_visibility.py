"""Who finds what: data that could leak does not."""

import re

import pytest

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.testing import MORNING
from sangsaeng.files.testing import make_stored_file
from sangsaeng.organizations.actions import invite_member
from sangsaeng.organizations.models import (
    Invitation,
    Membership,
    Organization,
    PartnerTie,
    Registration,
    SmeCertificate,
)
from sangsaeng.organizations.testing import (
    make_certificate,
    make_firm,
    make_large_company,
    make_manager,
    make_registration,
    make_tie,
)
from sangsaeng.organizations.tests.visiting import TYPED, client_of, opened, staff

pytestmark = pytest.mark.django_db


def rows_of_a_firm() -> tuple[Organization, list[str], list[str]]:
    """Fill a firm with all there is; answer it, its pages and the addresses that write."""
    firm, company = make_firm(), make_large_company()
    manager = make_manager(firm)
    make_manager(firm)
    certificate = make_certificate(firm)
    certificate.file = make_stored_file(by=manager)
    certificate.save()
    asked = make_registration()
    invitation = invite_member(organization=firm, email="secret@b.example", by=manager, at=MORNING)
    tie = make_tie(company, firm, confirmed=False)
    papers = [
        f"/organizations/certificates/{certificate.pk}/",
        f"/organizations/certificates/{certificate.pk}/file/",
        f"/organizations/registrations/{asked.pk}/",
        f"/organizations/registrations/{asked.pk}/certificate/",
    ]
    writes = [
        f"/organizations/{firm.pk}/invite/",
        f"/organizations/{firm.pk}/certificates/new/",
        f"/organizations/{company.pk}/ties/",
        f"/organizations/invitations/{invitation.pk}/revoke/",
        f"/organizations/memberships/{manager.memberships.get().pk}/end/",
        f"/organizations/certificates/{certificate.pk}/approve/",
        f"/organizations/certificates/{certificate.pk}/refuse/",
        f"/organizations/registrations/{asked.pk}/approve/",
        f"/organizations/registrations/{asked.pk}/refuse/",
        f"/organizations/ties/{tie.pk}/confirm/",
        f"/organizations/ties/{tie.pk}/end/",
    ]
    return firm, papers, writes


def state() -> list[object]:
    """Return everything these addresses could change."""
    tables = (Organization, Membership, Invitation, PartnerTie, Registration, SmeCertificate)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_another_firms_manager_finds_nothing_of_a_firm() -> None:
    firm, papers, writes = rows_of_a_firm()
    client = client_of(make_manager(make_firm()))
    before = state()

    answers = {client.get(path).status_code for path in [f"/organizations/{firm.pk}/", *papers]}
    answers |= {client.post(path, {"reason": "x"}).status_code for path in writes}

    assert answers == {404}
    assert state() == before


@pytest.mark.parametrize("role", [CentreRole.BOARD_MEMBER])
def test_a_board_member_finds_no_personal_data(role: str) -> None:
    firm, papers, writes = rows_of_a_firm()
    client = client_of(staff(role))

    answers = {client.get(path).status_code for path in [f"/organizations/{firm.pk}/", *papers]}
    answers |= {client.post(path).status_code for path in writes}

    assert answers == {404}
    assert client.get("/organizations/registrations/").status_code == 403
    assert client.get("/organizations/")["Location"] == "/organizations/mine/"


def test_an_auditor_reads_all_and_writes_nothing() -> None:
    firm, papers, writes = rows_of_a_firm()
    auditor = staff(CentreRole.AUDITOR)
    Membership.objects.create(user=auditor, organization=firm, started_at=MORNING)
    client = client_of(auditor)
    before = state()

    read = {opened(client, path).status_code for path in ["/organizations/", *papers]}
    page = client.get(f"/organizations/{firm.pk}/").content.decode()
    written = {client.post(path, {"reason": "x"}).status_code for path in writes}
    written.add(client.post("/organizations/new/", TYPED).status_code)

    assert (read, written) == ({200}, {403})
    assert "secret@b.example" in page
    assert re.findall(r'<form[^>]*action="/organizations/', page) == []
    assert state() == before


def test_a_partner_sees_the_facts_but_neither_papers_nor_people() -> None:
    firm, papers, _writes = rows_of_a_firm()
    company = PartnerTie.objects.get().large_company
    client = client_of(make_manager(company))

    page = client.get(f"/organizations/{firm.pk}/").content.decode()
    answers = {client.get(path).status_code for path in papers}

    assert answers == {404}
    assert firm.name in page
    assert "협력사 확인 대기" in page
    hidden = ["secret@b.example", SmeCertificate.objects.all()[0].number]
    hidden += [membership.user.email for membership in firm.memberships.select_related("user")]
    assert [text for text in hidden if text in page] == []


@pytest.mark.parametrize("page", ["/organizations/register/", "/organizations/new/"])
def test_a_manager_neither_registers_another_firm_nor_enters_one(page: str) -> None:
    client = client_of(make_manager(make_firm()))

    assert (client.get(page).status_code, client.post(page, TYPED).status_code) == (403, 403)
    assert Organization.objects.count() == 1
