"""Who calls the JSON API, and writing once however often a call is repeated."""

import hashlib
from collections.abc import Callable
from typing import Any, Final, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Status
from ninja.security import HttpBearer

from sangsaeng.accounts.actions import Answer, answer_once
from sangsaeng.accounts.models import User
from sangsaeng.accounts.queries import user_for_token
from sangsaeng.kernel import clock
from sangsaeng.kernel.refusals import Refused

LONGEST_KEY: Final = 100


class IdempotencyKeyTooLong(Refused):
    """The key would not fit beside the kept answer."""

    message = gettext_lazy("Idempotency-Key는 %(limit)s자까지입니다.")


class TokenAuth(HttpBearer):
    """An API token in the Authorization header; a browser's session does not count."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:  # noqa: ARG002 - ninja's signature
        return user_for_token(token, clock.now())


class TokenOrNobody(TokenAuth):
    """A token, or nothing at all for what is public; a wrong token is still refused."""

    def __call__(self, request: HttpRequest) -> Any:
        if not request.headers.get(self.header):
            return AnonymousUser()
        return super().__call__(request)


def caller(request: HttpRequest) -> User | AnonymousUser:
    """Return who calls, as the route's authentication found."""
    return cast("User | AnonymousUser", getattr(request, "auth", None) or AnonymousUser())


def person_of(request: HttpRequest) -> User:
    """Return the person who calls a route that takes tokens only."""
    return cast("User", caller(request))


def writer_of(request: HttpRequest) -> User:
    """Return the person who calls, unless their role only reads."""
    user = person_of(request)
    if user.is_auditor or user.is_board_member:
        raise PermissionDenied(_("감사와 이사는 읽기만 할 수 있습니다."))
    return user


def written(request: HttpRequest, write: Callable[[], Answer]) -> Status[Any]:
    """Do a write, once per ``Idempotency-Key`` where the caller gives one."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        answer = write()
    elif len(key) > LONGEST_KEY:
        raise IdempotencyKeyTooLong(limit=LONGEST_KEY)
    else:
        named = f"{request.method} {request.path}\n".encode() + request.body
        digest = hashlib.sha256(named).hexdigest()
        user = person_of(request)
        answer = answer_once(user, key, digest, at=clock.now(), write=write)
    return Status(answer.status, answer.body)
