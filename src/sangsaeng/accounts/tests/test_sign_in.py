"""Signing in, being locked out, and finding back in."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sangsaeng.accounts.actions import install_demo_totp
from sangsaeng.accounts.queries import totp_code_now
from sangsaeng.accounts.tasks import send_ready_mail
from sangsaeng.accounts.testing import PASSWORD, SECRET, make_user, queued_mails
from sangsaeng.audit.models import AuditLine

pytestmark = pytest.mark.django_db
LOCKED = "로그인에 여러 번 실패했습니다. 5분 뒤에 다시 시도하거나 비밀번호를 다시 정해 주세요."
WRONG = "이메일 또는 비밀번호가 맞지 않습니다."


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def said(answer: Any) -> list[str]:
    return list(answer.context["form"].non_field_errors())


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_sign_in_speaks_the_persons_language_from_then_on(client: Client) -> None:
    user = make_user(password=PASSWORD, language="en")

    answer = sign_in(client, user.email)

    assert answer.headers["Location"] == "/me/"
    assert answer.cookies["django_language"].value == "en"
    assert is_signed_in(client)


def test_sign_in_says_the_same_of_known_and_unknown_addresses(client: Client) -> None:
    user = make_user(password=PASSWORD)

    assert said(sign_in(client, user.email, "틀린 비밀번호 1")) == [WRONG]
    assert said(sign_in(client, "nobody@firm.example", "틀린 비밀번호 1")) == [WRONG]


def test_five_wrong_passwords_lock_that_address_and_no_other(client: Client) -> None:
    user, other = make_user(password=PASSWORD), make_user(password=PASSWORD)

    tries = [said(sign_in(client, user.email, f"틀린 비밀번호 {n}")) for n in range(5)]
    sixth = said(sign_in(client, user.email))
    elsewhere = said(sign_in(Client(REMOTE_ADDR="192.0.2.7"), user.email))
    sign_in(client, other.email)

    assert tries == [[WRONG]] * 5
    assert sixth == elsewhere == [LOCKED]
    assert client.session["_auth_user_id"] == str(other.pk)


def test_an_unknown_address_is_locked_like_a_known_one(client: Client) -> None:
    tries = [said(sign_in(client, "nobody@firm.example", f"비밀 {n}")) for n in range(6)]

    assert tries == [[WRONG]] * 5 + [[LOCKED]]


def test_an_inactive_person_does_not_get_in(client: Client) -> None:
    user = make_user(password=PASSWORD)
    user.is_active = False
    user.save()

    sign_in(client, user.email)

    assert not is_signed_in(client)


def test_a_session_ends_when_the_person_is_deactivated(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    user.is_active = False
    user.save()

    assert client.get("/me/").status_code == 302


def test_reset_by_mail_sets_a_new_password_and_opens_the_lock(client: Client) -> None:
    user = make_user(password=PASSWORD)
    for n in range(6):
        sign_in(client, user.email, f"틀린 비밀번호 {n}")

    client.post(reverse("account_reset_password"), {"email": user.email})
    (waiting,) = queued_mails(user.email)
    send_ready_mail(**waiting)
    link = re.search(
        r"http://localhost:8000(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body)
    )
    assert link
    page = client.get(link[1], follow=True)
    new = {"password1": "새로 지은 다리 31", "password2": "새로 지은 다리 31"}
    client.post(page.redirect_chain[-1][0], new)
    sign_in(client, user.email, "새로 지은 다리 31")

    assert is_signed_in(client)
    assert queued_mails(user.email)[-1]["subject"] == "[상생] 비밀번호를 다시 정했습니다."
    assert AuditLine.objects.get(verb="user.password_reset").subject_id == user.pk


def test_a_reset_link_works_once(client: Client) -> None:
    user = make_user(password=PASSWORD)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"http://localhost:8000(/\S+key/\S+)", queued_mails(user.email)[0]["body"])
    assert link
    form = client.get(link[1], follow=True).redirect_chain[-1][0]
    new = {"password1": "새로 지은 다리 31", "password2": "새로 지은 다리 31"}
    client.post(form, new)

    assert Client().get(link[1]).context["token_fail"] is True


def test_reset_says_the_same_of_known_and_unknown_addresses(client: Client) -> None:
    user = make_user(password=PASSWORD)

    known = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    unknown = client.post(
        reverse("account_reset_password"), {"email": "nobody@firm.example"}, follow=True
    )

    assert known.redirect_chain == unknown.redirect_chain
    assert known.context["messages"] is not None
    assert [sent["subject"] for sent in queued_mails("nobody@firm.example")] == [
        "[상생] 가입되지 않은 이메일입니다"
    ]


def test_mail_links_start_with_the_sites_own_address_whatever_host_was_asked(
    client: Client,
) -> None:
    user = make_user(password=PASSWORD)

    client.post(
        reverse("account_reset_password"), {"email": user.email}, headers={"host": "127.0.0.1"}
    )

    assert "127.0.0.1" not in queued_mails(user.email)[0]["body"]
    assert "http://localhost:8000/accounts/" in queued_mails(user.email)[0]["body"]


def test_the_second_step_takes_a_code_once(client: Client) -> None:
    user = make_user(password=PASSWORD, roles=("OFFICER",))
    install_demo_totp(user, SECRET)
    code = totp_code_now(user)

    first = sign_in(client, user.email)
    before = is_signed_in(client)
    done = client.post(reverse("mfa_authenticate"), {"code": code})
    again = Client()
    sign_in(again, user.email)
    replay = again.post(reverse("mfa_authenticate"), {"code": code})
    next_code = totp_code_now(user)
    again.post(reverse("mfa_authenticate"), {"code": next_code})

    assert first.headers["Location"] == reverse("mfa_authenticate")
    assert not before
    assert done.headers["Location"] == "/me/"
    assert list(replay.context["form"].errors) == ["code"]
    assert next_code != code
    assert is_signed_in(again)


def test_a_used_code_stays_used_as_long_as_the_clock_tolerance_accepts_it(client: Client) -> None:
    user = make_user(password=PASSWORD)
    install_demo_totp(user, SECRET)
    code = totp_code_now(user)
    sign_in(client, user.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    # What allauth remembers is over after half a minute; ours is not.
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")

    again = Client()
    sign_in(again, user.email)
    replay = again.post(reverse("mfa_authenticate"), {"code": code})

    assert list(replay.context["form"].errors) == ["code"]
    assert not is_signed_in(again)


def test_the_second_step_refuses_a_wrong_code(client: Client) -> None:
    user = make_user(password=PASSWORD)
    install_demo_totp(user, SECRET)
    sign_in(client, user.email)
    wrong = f"{(int(totp_code_now(user)) + 1) % 1_000_000:06}"

    answer = client.post(reverse("mfa_authenticate"), {"code": wrong})

    assert answer.context["form"].errors["code"] == [
        "인증번호가 맞지 않습니다. 앱에 지금 보이는 번호를 입력해 주세요."
    ]
    assert not is_signed_in(client)
