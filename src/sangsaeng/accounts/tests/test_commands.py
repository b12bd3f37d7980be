"""What an operator does with people from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sangsaeng.accounts.models import User
from sangsaeng.accounts.queries import user_for_token
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.kernel import clock

pytestmark = pytest.mark.django_db


def test_token_prints_a_key_that_opens() -> None:
    user, said = make_user(email="jimin@firm.example"), StringIO()

    with clock.held_at(MORNING):
        call_command("token", "Jimin@firm.example", stdout=said)

    assert user_for_token(said.getvalue().strip(), MORNING) == user


@pytest.mark.parametrize("command", [("token",), ("grant", "OFFICER")])
def test_commands_name_an_address_nobody_has(command: tuple[str, ...]) -> None:
    gone = make_user()
    User.objects.filter(pk=gone.pk).update(is_active=False)

    for address in ("nobody@firm.example", gone.email):
        with pytest.raises(CommandError, match=f"{address}: nobody active"):
            call_command(command[0], address, *command[1:])


def test_token_refuses_a_lifetime_out_of_range() -> None:
    user = make_user()

    with pytest.raises(CommandError, match="365"):
        call_command("token", user.email, "--days", "366")


def test_grant_gives_and_ends_a_role() -> None:
    user, said = make_user(email="head@centre.example"), StringIO()

    call_command("grant", user.email, "team_head", stdout=said)
    call_command("grant", user.email, "TEAM_HEAD", "--end", stdout=said)

    assert said.getvalue() == "head@centre.example: TEAM_HEAD\nhead@centre.example: -\n"


def test_grant_refuses_a_role_held_already() -> None:
    user = make_user(roles=("TEAM_HEAD",))

    with pytest.raises(CommandError, match="이미 맡고 있는 역할입니다"):
        call_command("grant", user.email, "TEAM_HEAD")
