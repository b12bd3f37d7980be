"""Every write on people: who they are, what they may do, what they agreed to."""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.choices import (
    REQUIRED_CONSENTS,
    STAFF_ROLES,
    TEXT_VERSIONS,
    CentreRole,
    ConsentKind,
)
from sangsaeng.accounts.models import ApiToken, Consent, IdempotencyKey, RoleGrant, User
from sangsaeng.accounts.queries import token_digest
from sangsaeng.audit.actions import record
from sangsaeng.kernel.refusals import Refused

TOKEN_DAYS = 90
LONGEST_TOKEN_DAYS = 365
# Makes a token recognisable in a log or a file where it should not be.
TOKEN_PREFIX = "ssn_"  # noqa: S105 - a prefix, not a secret


class AddressTaken(Refused):
    """Somebody signed up with this address a moment earlier."""

    message = _("이미 가입된 이메일입니다.")
    conflict = True


class RoleHeldAlready(Refused):
    """The person holds this role now."""

    message = _("이미 맡고 있는 역할입니다.")
    conflict = True


class RoleNotHeld(Refused):
    """The person does not hold this role now."""

    message = _("맡고 있지 않은 역할입니다.")
    conflict = True


class AuditorStaysApart(Refused):
    """Auditors write nothing, so they cannot also do the centre's work."""

    message = _("감사는 담당자나 팀장을 함께 맡을 수 없습니다.")


class ConsentNeeded(Refused):
    """The account rests on this consent."""

    message = _("필수 동의는 철회할 수 없습니다. 탈퇴를 원하시면 담당자에게 문의해 주세요.")


class TokenLifetimeOutOfRange(Refused):
    """A token lives at least a day and at most a year."""

    message = _("토큰의 유효 기간은 1일에서 365일까지입니다.")


class IdempotencyKeyReused(Refused):
    """The same key came with another request."""

    message = _("같은 Idempotency-Key가 다른 내용의 요청에 이미 쓰였습니다.")


@transaction.atomic
def sign_up(
    user: User, *, name: str, language: str, consents: Collection[ConsentKind], at: datetime
) -> User:
    """Keep a new person, whose address and password are set but not yet stored.

    Two forms sent with one address at the same moment: the second gets ``AddressTaken``.
    """
    user.name = name
    user.language = language
    user.joined_at = at
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as clash:
        raise AddressTaken from clash
    record("user.signed_up", on=user, by=user, at=at, language=language)
    for kind in consents:
        give_consent(user, kind, by=user, at=at)
    return user


@transaction.atomic
def change_profile(user: User, *, name: str, phone: str, by: User, at: datetime) -> None:
    """Change how a person is called and reached; the trail keeps which fields, not what."""
    row = _locked(user)
    new = {"name": name, "phone": phone}
    changed = [field for field, value in new.items() if getattr(row, field) != value]
    _change(user, {field: new[field] for field in changed})
    if changed:
        record("user.profile_changed", on=user, by=by, at=at, fields=changed)


@transaction.atomic
def change_language(user: User, *, language: str, by: User, at: datetime) -> None:
    """Change the language of a person's pages and mails."""
    if _locked(user).language != language:
        _change(user, {"language": language})
        record("user.language_changed", on=user, by=by, at=at, language=language)


@transaction.atomic
def note_security_event(user: User, event: str, *, at: datetime) -> None:
    """Put into the trail what sign-in did to an account: password, address, second factor."""
    record(f"user.{event}", on=user, by=user, at=at)


@transaction.atomic
def grant_role(user: User, role: str, *, by: User | None, at: datetime) -> RoleGrant:
    """Give a person a role at the centre; ``by`` is nobody on the command line."""
    held = set(_locked(user).role_grants.live().values_list("role", flat=True))
    if role in held:
        raise RoleHeldAlready
    if CentreRole.AUDITOR in (together := held | {role}) and together & STAFF_ROLES:
        raise AuditorStaysApart
    grant = RoleGrant.objects.create(user=user, role=CentreRole(role), granted_at=at)
    record("role.granted", on=grant, by=by, at=at, user=user.pk, role=str(role))
    _forget_roles(user)
    return grant


@transaction.atomic
def end_role(user: User, role: str, *, by: User | None, at: datetime) -> RoleGrant:
    """Take a role back; the grant stays on record with its end."""
    _locked(user)
    grant = user.role_grants.live().filter(role=role).first()
    if grant is None:
        raise RoleNotHeld
    grant.ended_at = at
    grant.save(update_fields=["ended_at"])
    record("role.ended", on=grant, by=by, at=at, user=user.pk, role=str(role))
    _forget_roles(user)
    return grant


@transaction.atomic
def give_consent(user: User, kind: ConsentKind, *, by: User, at: datetime) -> Consent:
    """Note that a person agrees to the text as it reads now; twice is once."""
    consent, created = Consent.objects.get_or_create(
        user=user,
        kind=kind,
        text_version=TEXT_VERSIONS[kind],
        withdrawn_at=None,
        defaults={"given_at": at},
    )
    if created:
        version = consent.text_version
        record("consent.given", on=consent, by=by, at=at, kind=str(kind), version=version)
    return consent


@transaction.atomic
def withdraw_consent(user: User, kind: ConsentKind, *, by: User, at: datetime) -> None:
    """Take an optional consent back, whatever version of the text it was given to."""
    if kind in REQUIRED_CONSENTS:
        raise ConsentNeeded
    live = Consent.objects.select_for_update().filter(user=user, kind=kind, withdrawn_at=None)
    for consent in live:
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        record("consent.withdrawn", on=consent, by=by, at=at, kind=str(kind))


@transaction.atomic
def create_token(
    user: User, *, by: User | None, at: datetime, days: int = TOKEN_DAYS
) -> tuple[ApiToken, str]:
    """Make an API token; the key returned beside it is kept nowhere and cannot be read again."""
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise TokenLifetimeOutOfRange
    key = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        digest=token_digest(key),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    record("token.created", on=token, by=by, at=at, user=user.pk, days=days)
    return token, key


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User, at: datetime) -> None:
    """End a token at once; the first time counts."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        record("token.revoked", on=token, by=by, at=at, user=token.user_id)


@dataclass(frozen=True)
class Answer:
    """What the API said to a write."""

    status: int
    body: Any


@transaction.atomic
def answer_once(
    user: User, key: str, digest: str, *, at: datetime, write: Callable[[], Answer]
) -> Answer:
    """Do a write once per key, and give its kept answer to every repetition.

    ``digest`` names the request (method, path and body); another one under the
    same key is refused. The key is claimed before the write: an equal call at
    the same moment waits at the unique constraint, then reads the answer. Claim,
    write and answer are one transaction, so none stands without the others, and
    a refused write leaves the key free.
    """
    claim, is_new = IdempotencyKey.objects.get_or_create(
        user=user,
        key=key,
        defaults={"request_digest": digest, "status": 0, "body": {}, "created_at": at},
    )
    if claim.request_digest != digest:
        raise IdempotencyKeyReused
    if not is_new:
        return Answer(claim.status, claim.body)
    answer = write()
    IdempotencyKey.objects.filter(pk=claim.pk).update(status=answer.status, body=answer.body)
    return answer


@transaction.atomic
def install_demo_totp(user: User, secret: str) -> None:
    """Give a demo person an authenticator with a known secret (base 32)."""
    Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(secret)}}
    )
    user.__dict__.pop("has_second_factor", None)


def _locked(user: User) -> User:
    """Lock the person's row: one change of profile or roles at a time."""
    return User.objects.select_for_update().get(pk=user.pk)


def _change(user: User, values: dict[str, str]) -> None:
    for field, value in values.items():
        setattr(user, field, value)
    user.save(update_fields=list(values))


def _forget_roles(user: User) -> None:
    user.__dict__.pop("centre_roles", None)
