"""Pages of organizations: what they do, what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.files.testing import make_pdf_upload, make_picture_upload
from sangsaeng.kernel import clock
from sangsaeng.organizations.actions import invite_member
from sangsaeng.organizations.choices import Region, Size, Tier
from sangsaeng.organizations.models import (
    Invitation,
    Membership,
    PartnerTie,
    SmeCertificate,
)
from sangsaeng.organizations.tasks import invitation_token
from sangsaeng.organizations.testing import (
    make_certificate,
    make_firm,
    make_large_company,
    make_manager,
    make_organization,
    make_registration,
    make_tie,
)
from sangsaeng.organizations.tests.visiting import TYPED, client_of, staff

pytestmark = pytest.mark.django_db


def test_an_invitation_opens_for_its_address_only() -> None:
    firm = make_firm()
    invited, other = make_user(), make_user()
    sent = invite_member(organization=firm, email=invited.email, by=make_manager(firm), at=MORNING)
    path = f"/organizations/join/{invitation_token(sent)}/"

    own = client_of(invited).get("/organizations/mine/").content.decode()
    nobodys = client_of(other).get("/organizations/mine/").content.decode()
    stranger = client_of(other).get(path).content.decode()
    client_of(other).post(path)
    before = Membership.objects.filter(organization=firm).count()
    answer = client_of(invited).post(path)

    assert (path in own, path in nobodys) == (True, False)
    assert "이 초대는 다른 전자우편 주소로 온 것입니다" in stranger
    assert before == 1
    assert answer["Location"] == f"/organizations/{firm.pk}/"
    assert Membership.objects.filter(organization=firm, user=invited).count() == 1
    assert client_of(other).get("/organizations/join/nothing/").status_code == 404


def test_an_invitation_too_old_says_so() -> None:
    firm, invited = make_firm(), make_user()
    sent = invite_member(organization=firm, email=invited.email, by=make_manager(firm), at=MORNING)

    with clock.held_at(MORNING + timedelta(days=14)):
        page = client_of(invited).get(f"/organizations/join/{invitation_token(sent)}/")

    assert "이미 쓰였거나 기한이 지난 초대입니다" in page.content.decode()


def test_managers_invite_declare_confirm_renew_and_end() -> None:
    company, firm = make_large_company(), make_firm()
    buyer, seller = make_manager(company), make_manager(firm)
    tie_form = {"business_number": firm.business_number, "tier": Tier.TIER_1}
    paper = {name: TYPED[name] for name in ("number", "valid_from", "valid_until")}

    client_of(buyer).post(f"/organizations/{company.pk}/ties/", tie_form)
    again = client_of(buyer).post(f"/organizations/{company.pk}/ties/", tie_form)
    tie = PartnerTie.objects.get()
    client_of(seller).post(f"/organizations/ties/{tie.pk}/confirm/")
    client_of(seller).post(f"/organizations/{firm.pk}/invite/", {"email": "a@b.example"})
    wrong = client_of(seller).post(f"/organizations/{firm.pk}/invite/", {"email": "a@b"})
    client_of(seller).post(
        f"/organizations/{firm.pk}/certificates/new/", paper | {"file": make_picture_upload()}
    )
    last = client_of(seller).post(
        f"/organizations/memberships/{seller.memberships.get().pk}/end/", follow=True
    )

    tie.refresh_from_db()
    assert tie.confirmed_at == MORNING
    assert again.context["tie_form"].non_field_errors() == [
        "이미 협력사로 정했거나 확인을 기다리는 기업입니다."
    ]
    assert 'value="a@b"' in wrong.content.decode()
    assert Invitation.objects.get().email == "a@b.example"
    assert SmeCertificate.objects.waiting().get().organization == firm
    assert "마지막 담당자는 내보낼 수 없습니다." in last.content.decode()


def test_the_list_is_narrowed_by_words_number_size_and_region() -> None:
    mine = make_organization(name="새벽정공", region=Region.BUSAN)
    make_organization(name="한낮정공", size=Size.MEDIUM)
    client = client_of(staff(CentreRole.OFFICER))

    def names(**asked: str) -> list[str]:
        page = client.get("/organizations/", asked).context["page"]
        return [organization.name for organization in page]

    assert names() == ["새벽정공", "한낮정공"]
    assert names(words="새벽") == ["새벽정공"]
    assert names(words=f"{mine.business_number[:3]}-{mine.business_number[3:]}") == ["새벽정공"]
    assert names(size=Size.MEDIUM) == ["한낮정공"]
    assert names(region=Region.BUSAN, words="정공") == ["새벽정공"]
    assert names(region="NOWHERE") == ["새벽정공", "한낮정공"]
    assert names(words="없음") == []


def test_the_lists_cost_the_same_for_one_row_and_for_three() -> None:
    firm = make_firm(certified=False)
    manager = make_manager(firm)
    client = client_of(staff(CentreRole.OFFICER))
    pages = ("/organizations/", "/organizations/registrations/", f"/organizations/{firm.pk}/")

    def add_row(number: int) -> None:
        make_manager(firm)
        make_registration()
        make_certificate(firm)
        SmeCertificate.objects.filter(organization=make_firm()).update(approved_at=None)
        make_tie(make_large_company(), firm)
        invite_member(organization=firm, email=f"{number}@b.example", by=manager, at=MORNING)

    def costs() -> list[int]:
        counted = []
        for page in pages:
            with CaptureQueriesContext(connection) as context:
                client.get(page)
            counted.append(len(context))
        return counted

    add_row(1)
    of_one = costs()
    add_row(2)
    add_row(3)

    # Session, person, roles and second factor are four of each.
    assert costs() == of_one == [5, 6, 9]


def test_an_officer_decides_on_certificates_and_must_say_why_not() -> None:
    firm = make_firm(certified=False)
    manager, client = make_manager(firm), client_of(staff(CentreRole.OFFICER))
    paper = {name: TYPED[name] for name in ("number", "valid_from", "valid_until")}

    def hand_in() -> str:
        client_of(manager).post(
            f"/organizations/{firm.pk}/certificates/new/", paper | {"file": make_pdf_upload()}
        )
        return f"/organizations/certificates/{SmeCertificate.objects.latest('pk').pk}"

    first = hand_in()
    silent = client.post(f"{first}/refuse/", {"reason": ""})
    said = client.post(f"{first}/refuse/", {"reason": "흐립니다."})
    again = client.post(f"{first}/refuse/", {"reason": "다시"})
    second = hand_in()
    twice = client_of(manager).post(
        f"/organizations/{firm.pk}/certificates/new/", paper | {"file": make_pdf_upload()}
    )
    approved = client.post(f"{second}/approve/")
    late = client.post(f"{second}/approve/")

    assert dict(silent.context["form"].errors) == {"reason": ["필수 항목입니다."]}
    assert (said["Location"], approved["Location"], late["Location"]) == (
        "/organizations/registrations/",
        "/organizations/registrations/",
        f"{second}/",
    )
    assert again.context["form"].non_field_errors() == ["이미 처리된 중소기업확인서입니다."]
    assert twice.context["form"].non_field_errors() == [
        "먼저 낸 중소기업확인서가 심사를 기다리고 있습니다."
    ]
    certificates = SmeCertificate.objects.order_by("pk")
    assert [(c.reason, c.approved_at) for c in certificates] == [("흐립니다.", None), ("", MORNING)]


def test_what_can_no_longer_be_done_is_said_on_the_next_page() -> None:
    company, firm = make_large_company(), make_firm()
    buyer, seller = make_manager(company), make_manager(firm)
    tie = make_tie(company, firm)
    sent = invite_member(organization=firm, email="a@b.example", by=seller, at=MORNING)
    revoke = f"/organizations/invitations/{sent.pk}/revoke/"

    confirmed = client_of(seller).post(f"/organizations/ties/{tie.pk}/confirm/", follow=True)
    ended = client_of(buyer).post(f"/organizations/ties/{tie.pk}/end/", follow=True)
    client_of(seller).post(revoke)
    revoked = client_of(seller).post(revoke, follow=True)
    joined = client_of(seller).post(f"/organizations/join/{invitation_token(sent)}/", follow=True)

    assert "이미 확인한 협력 관계입니다." in confirmed.content.decode()
    assert ended.redirect_chain == [(f"/organizations/{company.pk}/", 302)]
    assert "이미 쓰였거나 기한이 지난 초대입니다" in revoked.content.decode()
    assert "이미 쓰였거나 기한이 지난 초대입니다" in joined.content.decode()
    assert PartnerTie.objects.live().count() == 0
