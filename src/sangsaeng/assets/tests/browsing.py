"""How the tests of pages walk the site."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import MORNING, make_user
from sangsaeng.files.actions import store_upload
from sangsaeng.files.choices import PICTURES
from sangsaeng.files.models import StoredFile
from sangsaeng.files.testing import make_picture_upload
from sangsaeng.organizations.models import Organization


def client_of(user: User | None = None) -> Client:
    """Sign somebody in; the centre's people with their second factor."""
    client = Client()
    if user:
        if user.needs_second_factor:
            TOTP.activate(user, generate_totp_secret())
        client.force_login(user)
    return client


def manager_of(organization: Organization) -> User:
    return User.objects.get(memberships__organization=organization)


def make_picture() -> StoredFile:
    return store_upload(make_picture_upload(), kinds=PICTURES, by=make_user(), at=MORNING)


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"assets:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, name: str, *args: object, **typed: object) -> HttpResponse:
    return client.post(reverse(f"assets:{name}", args=args), typed)  # type: ignore[return-value]  # Django's test client wraps it
