"""Pages of registrations: what is taken in, kept and decided."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.files.testing import make_pdf_upload
from sangsaeng.organizations.choices import RegistrationState, Size
from sangsaeng.organizations.models import (
    Invitation,
    Organization,
    Registration,
)
from sangsaeng.organizations.testing import (
    make_firm,
    make_registration,
)
from sangsaeng.organizations.tests.visiting import TYPED, client_of, opened, staff

pytestmark = pytest.mark.django_db


def test_register_takes_a_firm_in_and_says_so() -> None:
    person = make_user()
    client = client_of(person)

    answer = client.post("/organizations/register/", TYPED | {"file": make_pdf_upload()})

    assert (answer.status_code, answer["Location"]) == (302, "/organizations/mine/")
    asked = Registration.objects.get()
    assert (asked.applicant, asked.business_number, asked.submitted_at) == (
        person,
        "1248100998",
        MORNING,
    )
    assert "심사 대기" in client.get("/organizations/mine/").content.decode()


def test_register_keeps_what_was_typed_and_says_what_is_wrong_at_each_field() -> None:
    typed = TYPED | {"business_number": "123-45-67890", "valid_until": "2014-03-31"}

    answer = client_of(make_user()).post(
        "/organizations/register/", typed | {"file": make_pdf_upload(text="x"), "region": ""}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert dict(answer.context["form"].errors) == {
        "business_number": ["사업자등록번호가 아닙니다. 사업자등록증의 번호를 그대로 적어 주세요."],
        "region": ["필수 항목입니다."],
        "valid_until": ["유효기간의 마지막 날이 시작일보다 앞섭니다."],
    }
    assert all(f'value="{typed[name]}"' in page for name in ("business_number", "name", "number"))
    assert 'value="2014-04-01"' in page
    assert Registration.objects.count() == 0


def test_register_refuses_a_certificate_that_is_none() -> None:
    upload = SimpleUploadedFile("확인서.pdf", b"<svg onload=alert(1)>", "application/pdf")

    answer = client_of(make_user()).post("/organizations/register/", TYPED | {"file": upload})
    missing = client_of(make_user()).post("/organizations/register/", TYPED)

    assert dict(answer.context["form"].errors) == {
        "file": ["받지 않는 형식의 파일입니다. 올릴 수 있는 형식: PDF, JPEG, PNG, WebP"]
    }
    assert dict(missing.context["form"].errors) == {"file": ["중소기업은 반드시 내야 합니다."]}


def test_register_says_that_the_firm_is_in_already() -> None:
    firm = make_firm()

    answer = client_of(make_user()).post(
        "/organizations/register/",
        TYPED | {"business_number": firm.business_number, "file": make_pdf_upload()},
    )

    assert answer.context["form"].non_field_errors() == [
        "이미 등록된 기업입니다: 그 기업의 담당자에게 초대를 받으세요."
    ]


def test_a_refused_applicant_finds_everything_again_and_need_not_send_the_file_again() -> None:
    refused = make_registration(business_number="1248100998", state=RegistrationState.REFUSED)
    client = client_of(refused.applicant)

    page = client.get("/organizations/register/").content.decode()
    client.post("/organizations/register/", TYPED)

    typed = ("확인서가 흐립니다.", "1248100998", "2014-04-01", "남동구")
    assert [text for text in typed if text not in page] == []
    again = Registration.objects.latest("pk")
    assert (again.pk == refused.pk, again.certificate) == (False, refused.certificate)


def test_an_officer_reads_the_certificate_and_approves() -> None:
    asked, client = make_registration(name="한결정밀"), client_of(staff(CentreRole.OFFICER))

    queue = client.get("/organizations/registrations/").content.decode()
    page = client.get(f"/organizations/registrations/{asked.pk}/").content.decode()
    paper = opened(client, f"/organizations/registrations/{asked.pk}/certificate/")
    answer = client.post(f"/organizations/registrations/{asked.pk}/approve/")

    assert "한결정밀" in queue
    assert asked.applicant.email in page
    assert (paper["Content-Type"], paper["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )
    firm = Organization.objects.get()
    assert answer["Location"] == f"/organizations/{firm.pk}/"


def test_an_officer_who_refuses_must_say_why() -> None:
    asked, client = make_registration(), client_of(staff(CentreRole.OFFICER))
    path = f"/organizations/registrations/{asked.pk}/refuse/"

    silent = client.post(path, {"reason": " "})
    said = client.post(path, {"reason": "흐립니다."})
    again = client.post(path, {"reason": "다시"})

    assert dict(silent.context["form"].errors) == {"reason": ["필수 항목입니다."]}
    assert said["Location"] == "/organizations/registrations/"
    assert again.context["form"].non_field_errors() == ["이미 처리된 등록 신청입니다."]
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (RegistrationState.REFUSED, "흐립니다.")


def test_an_officer_enters_a_large_company_and_invites_its_first_manager() -> None:
    client = client_of(staff(CentreRole.OFFICER))
    facts = {name: TYPED[name] for name in ("business_number", "name", "region")}

    answer = client.post("/organizations/new/", facts | {"size": Size.LARGE})
    company = Organization.objects.get()
    client.post(f"/organizations/{company.pk}/invite/", {"email": "first@big.example"})

    assert (answer["Location"], company.is_large) == (f"/organizations/{company.pk}/", True)
    assert Invitation.objects.get().organization == company
