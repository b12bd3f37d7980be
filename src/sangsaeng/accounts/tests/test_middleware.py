"""People of the centre reach nothing without a second factor; others are left alone."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from sangsaeng.accounts.actions import install_demo_totp
from sangsaeng.accounts.choices import CentreRole
from sangsaeng.accounts.queries import totp_code_now
from sangsaeng.accounts.testing import PASSWORD, SECRET, make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", CentreRole.values)
@pytest.mark.parametrize(
    "page", ["accounts:profile", "accounts:tokens", "account_change_password", "account_login"]
)
def test_staff_without_a_second_factor_are_led_to_set_it_up(
    client: Client, role: str, page: str
) -> None:
    client.force_login(make_user(roles=(role,)))

    answer = client.get(reverse(page))

    assert answer.headers["Location"] == reverse("mfa_activate_totp")


def test_staff_without_a_second_factor_write_nothing(client: Client) -> None:
    user = make_user(roles=("OFFICER",), name="옛 이름")
    client.force_login(user)

    answer = client.post(reverse("accounts:profile"), {"name": "새 이름", "language": "ko"})

    user.refresh_from_db()
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    assert user.name == "옛 이름"


def test_a_fragment_is_answered_with_a_move_of_the_whole_page(client: Client) -> None:
    client.force_login(make_user(roles=("OFFICER",)))

    answer = client.get(reverse("accounts:profile"), headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == reverse("mfa_activate_totp")


def test_language_and_sign_out_stay_open(client: Client) -> None:
    client.force_login(make_user(roles=("OFFICER",)))

    switched = client.post(reverse("set_language"), {"language": "en", "next": "/me/"})
    left = client.post(reverse("account_logout"))

    assert switched.cookies["django_language"].value == "en"
    assert left.headers["Location"] == "/accounts/login/"


def test_setting_it_up_opens_every_page(client: Client) -> None:
    user = make_user(roles=("OFFICER",), password=PASSWORD)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = totp.format_hotp_value(
        totp.hotp_value(secret, [*totp.yield_hotp_counters_from_time()][1])
    )

    shown = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)

    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml")
    assert shown.request["PATH_INFO"] == reverse("mfa_view_recovery_codes")
    assert len(shown.context["unused_codes"]) == 10
    assert client.get("/me/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client: Client) -> None:
    user = make_user(roles=("OFFICER",))
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    client.force_login(user)

    assert client.get("/me/").headers["Location"] == reverse("mfa_activate_totp")


def test_staff_cannot_take_the_second_factor_off_and_others_can(client: Client) -> None:
    for roles, left in (("OFFICER",), True), ((), False):
        user = make_user(roles=roles, password=PASSWORD)
        install_demo_totp(user, SECRET)
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": totp_code_now(user)})

        client.post(reverse("mfa_deactivate_totp"))

        assert Authenticator.objects.filter(user=user, type="totp").exists() is left
        client.logout()


def test_others_need_none(client: Client) -> None:
    client.force_login(make_user())

    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("roles", [(), ("OFFICER",), ("BOARD_MEMBER", "TEAM_HEAD")])
def test_knowing_who_asks_costs_the_session_and_one_statement(
    client: Client, django_assert_num_queries: Any, roles: tuple[str, ...]
) -> None:
    client.force_login(make_staff(*roles) if roles else make_user())
    client.get("/healthz")

    with django_assert_num_queries(2):
        client.get("/healthz")
