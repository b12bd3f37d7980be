"""Who is asking: a request of somebody signed in."""

from django.http import HttpRequest

from sangsaeng.accounts.models import User


class SignedIn(HttpRequest):
    """A request behind ``login_required``."""

    user: User
