"""What the tests of the pages share."""

from allauth.mfa.models import Authenticator
from django.http.response import HttpResponseBase
from django.test import Client

from sangsaeng.accounts.models import User
from sangsaeng.accounts.testing import make_user
from sangsaeng.organizations.choices import Region, Size

TYPED = {
    "business_number": "124-81-00998",
    "name": "한결정밀",
    "size": Size.SMALL,
    "ksic": "C29223",
    "region": Region.INCHEON,
    "address": "인천광역시 남동구",
    "number": "0010-2014-000777",
    "valid_from": "2014-04-01",
    "valid_until": "2015-03-31",
}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff(role: str) -> User:
    """Make somebody of the centre whose second factor is set up."""
    user = make_user(roles=(role,))
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def opened(client: Client, path: str) -> HttpResponseBase:
    """Get a page or a file to its end, so that the file is let go of."""
    answer = client.get(path)
    answer.getvalue()
    return answer
