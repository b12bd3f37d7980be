"""Ways to visit the pages: somebody signed in, one look, one send."""

from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from sangsaeng.accounts.models import User


def client_of(user: User) -> Client:
    """Sign somebody in; the centre's people with their second factor."""
    client = Client()
    if user.needs_second_factor:
        TOTP.activate(user, generate_totp_secret())
    client.force_login(user)
    return client


def page(client: Client, path: str, **asked: str) -> str:
    """Look at a page that is there."""
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, path: str, values: dict[str, Any] | None = None) -> Any:
    """Send a form."""
    return client.post(path, values or {})


def fetched(client: Client, path: str) -> int:
    """Fetch a file to its end, which closes it, and say how it was answered."""
    answer = client.get(path)
    answer.getvalue()
    return answer.status_code
