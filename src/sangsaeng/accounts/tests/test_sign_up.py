"""Getting in for the first time, and how little that tells about others."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from sangsaeng.accounts.models import Consent, User
from sangsaeng.accounts.tasks import send_ready_mail
from sangsaeng.accounts.testing import MORNING, PASSWORD, make_user, queued_mails
from sangsaeng.audit.models import AuditLine
from sangsaeng.kernel import clock

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "한지민",
    "email": "jimin@firm.example",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "language": "ko",
    "terms": "on",
    "privacy": "on",
}


def send(client: Client, **changes: str) -> Any:
    typed = {name: value for name, value in (TYPED | changes).items() if value}
    return client.post(reverse("account_signup"), typed)


def test_sign_up_leads_through_the_mail_to_ones_own_account(client: Client) -> None:
    with clock.held_at(MORNING):
        answer = send(client, mail_news="on")
    user = User.objects.get(email="jimin@firm.example")
    (waiting,) = queued_mails("jimin@firm.example")
    send_ready_mail(**waiting)
    link = re.search(
        r"http://localhost:8000(/accounts/confirm-email/\S+)", str(mail.outbox[0].body)
    )
    assert link
    confirm = client.get(link[1])
    landed = client.post(link[1], follow=True)

    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert (user.name, user.language, user.joined_at) == ("한지민", "ko", MORNING)
    assert sorted(Consent.objects.values_list("kind", "given_at", "text_version")) == [
        ("MAIL_NEWS", MORNING, "2014-01"),
        ("PRIVACY", MORNING, "2014-01"),
        ("TERMS", MORNING, "2014-01"),
    ]
    assert "jimin@firm.example" in confirm.content.decode()
    assert mail.outbox[0].subject == "[상생] 가입을 마치려면 이메일을 확인해 주세요"
    assert landed.context["user"] == user
    assert landed.request["PATH_INFO"] == "/me/"


def test_sign_up_before_the_mail_does_not_sign_in(client: Client) -> None:
    send(client)

    client.post(reverse("account_login"), {"login": TYPED["email"], "password": PASSWORD})
    answer = client.get("/me/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("needed", ["name", "email", "password1", "language", "terms", "privacy"])
def test_sign_up_needs_everything_but_the_news(client: Client, needed: str) -> None:
    answer = send(client, **{needed: ""})

    assert list(answer.context["form"].errors) == [needed]
    assert "한지민" in answer.content.decode() or needed == "name"
    assert not User.objects.exists()


def test_sign_up_refuses_two_different_passwords(client: Client) -> None:
    answer = send(client, password2="다른 비밀번호 81")

    assert list(answer.context["form"].errors) == ["password2"]


def test_sign_up_of_a_known_address_looks_the_same_and_writes_to_its_owner(client: Client) -> None:
    owner = make_user(email="jimin@firm.example", name="먼저 온 사람")

    known, unknown = send(client), send(Client(), email="nobody@firm.example")

    assert known.headers["Location"] == unknown.headers["Location"]
    assert (known.status_code, unknown.status_code) == (302, 302)
    assert list(User.objects.filter(email="jimin@firm.example")) == [owner]
    assert [sent["subject"] for sent in queued_mails("jimin@firm.example")] == [
        "[상생] 이미 가입된 이메일입니다"
    ]


def test_sign_up_in_english_writes_in_english_to_that_person(client: Client) -> None:
    send(client, language="en")

    assert User.objects.get().language == "en"


def test_sign_up_leaves_no_name_and_no_address_in_the_trail(client: Client) -> None:
    send(client)

    lines = " ".join(line.leaf.decode() for line in AuditLine.objects.all())
    assert sorted(AuditLine.objects.values_list("verb", flat=True)) == [
        "consent.given",
        "consent.given",
        "user.signed_up",
    ]
    assert "한지민" not in lines
    assert "jimin" not in lines
