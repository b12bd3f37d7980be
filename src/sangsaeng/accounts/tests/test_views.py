"""One's own account."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sangsaeng.accounts.actions import create_token, give_consent
from sangsaeng.accounts.choices import ConsentKind
from sangsaeng.accounts.models import ApiToken
from sangsaeng.accounts.queries import live_consents, user_for_token
from sangsaeng.accounts.testing import MORNING, make_user, queued_mails
from sangsaeng.kernel import clock

pytestmark = pytest.mark.django_db
OWN_PAGES = ["accounts:profile", "accounts:consents", "accounts:tokens", "mfa_index"]


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with clock.held_at(MORNING):
        yield


@pytest.mark.parametrize("page", OWN_PAGES)
def test_own_pages_ask_a_visitor_to_sign_in(client: Client, page: str) -> None:
    answer = client.get(reverse(page))

    assert answer.headers["Location"] == f"/accounts/login/?next={reverse(page)}"


def test_profile_is_saved_and_speaks_the_new_language(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    answer = client.post(
        reverse("accounts:profile"),
        {"name": "Han Jimin", "phone": "010-1234-5678", "language": "en"},
    )

    user.refresh_from_db()
    assert (user.name, user.phone, user.language) == ("Han Jimin", "010-1234-5678", "en")
    assert answer.headers["Location"] == "/me/"
    assert answer.cookies["django_language"].value == "en"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "가" * 81),
        ("phone", "전화 없음"),
        ("phone", "12"),
        ("language", "fr"),
    ],
)
def test_profile_refuses_and_keeps_what_was_typed(client: Client, field: str, typed: str) -> None:
    user = make_user(name="옛 이름")
    client.force_login(user)
    fields = {"name": "새로 적은 이름", "phone": "02-123-4567", "language": "ko"}

    answer = client.post(reverse("accounts:profile"), fields | {field: typed})

    user.refresh_from_db()
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["phone"].value() == (typed if field == "phone" else "02-123-4567")
    assert user.name == "옛 이름"


def test_the_language_switch_of_somebody_signed_in_lasts(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    answer = client.post(reverse("set_language"), {"language": "en", "next": "/me/consents/"})

    user.refresh_from_db()
    assert user.language == "en"
    assert answer.headers["Location"] == "/me/consents/"


def test_the_language_switch_of_a_visitor_sets_the_cookie(client: Client) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/accounts/login/"})

    assert answer.cookies["django_language"].value == "en"


def test_the_language_switch_leaves_an_unknown_language_alone(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    client.post(reverse("set_language"), {"language": "fr", "next": "//elsewhere.example/"})

    user.refresh_from_db()
    assert user.language == "ko"


def test_consents_are_given_and_withdrawn(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    address = reverse("accounts:answer_consent", args=["mail_news"])

    client.post(address, {"give": ""})
    given = list(live_consents(user))
    client.post(address, {"withdraw": ""})

    assert given == ["MAIL_NEWS"]
    assert live_consents(user) == {}


def test_a_needed_consent_cannot_be_withdrawn(client: Client) -> None:
    user = make_user()
    give_consent(user, ConsentKind.TERMS, by=user, at=MORNING)
    client.force_login(user)

    answer = client.post(
        reverse("accounts:answer_consent", args=["terms"]), {"withdraw": ""}, follow=True
    )

    assert "필수 동의는 철회할 수 없습니다" in answer.content.decode()
    assert list(live_consents(user)) == ["TERMS"]


@pytest.mark.parametrize("kind", ["terms", "privacy", "mail_news"])
def test_texts_can_be_read_before_signing_up(client: Client, kind: str) -> None:
    answer = client.get(reverse("accounts:text", args=[kind]))

    assert "2014-01 판" in answer.content.decode()


def test_a_text_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(reverse("accounts:text", args=["secret"])).status_code == 404


def test_a_new_token_is_shown_once(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    shown = client.post(reverse("accounts:tokens"), {"days": "90"}, follow=True)
    again = client.get(reverse("accounts:tokens"))

    key = shown.context["key"]
    assert user_for_token(key, MORNING) == user
    assert key in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert key not in again.content.decode()


def test_a_token_of_no_offered_lifetime_is_not_made(client: Client) -> None:
    client.force_login(make_user())

    answer = client.post(reverse("accounts:tokens"), {"days": "9999"})

    assert list(answer.context["form"].errors) == ["days"]
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_owner_only(client: Client) -> None:
    owner, other = make_user(), make_user()
    token, key = create_token(owner, by=owner, at=MORNING)
    address = reverse("accounts:revoke_token", args=[token.pk])
    stranger = Client()
    stranger.force_login(other)
    client.force_login(owner)

    refused = stranger.post(address)
    alive = user_for_token(key, MORNING)
    client.post(address)

    assert refused.status_code == 404
    assert alive == owner
    assert user_for_token(key, MORNING) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_tokens_takes_as_many_statements_for_one_as_for_three(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    user = make_user()
    for _ in range(count):
        create_token(user, by=user, at=MORNING)
    client.force_login(user)

    with django_assert_num_queries(5):
        answer = client.get(reverse("accounts:tokens"))

    assert len(answer.context["rows"]) == count


def test_a_changed_address_counts_once_it_is_confirmed(client: Client) -> None:
    user = make_user()
    old = user.email
    client.force_login(user)

    client.post(reverse("account_email"), {"email": "new@firm.example", "action_add": ""})
    user.refresh_from_db()
    before = user.email
    (sent,) = queued_mails("new@firm.example")
    link = next(line for line in sent["body"].splitlines() if line.startswith("http"))
    client.post(link.removeprefix("http://localhost:8000"))
    user.refresh_from_db()

    assert (before, user.email) == (old, "new@firm.example")
    assert [told["subject"] for told in queued_mails(old)] == [
        "[상생] 로그인 이메일이 바뀌었습니다."
    ]
