"""Finding people: by session, by token, by role."""

import hashlib
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet

from sangsaeng.accounts.models import ApiToken, Consent, RoleGrant, User


def signed_in_person(pk: int) -> User | None:
    """Find who a session belongs to, with roles and second factor in the same statement."""
    live_roles = RoleGrant.objects.live().filter(user_id=OuterRef("pk")).values("role")
    factors = Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP)
    person = (
        User.objects.filter(pk=pk, is_active=True)
        .annotate(roles_held=ArraySubquery(live_roles), factor_set=Exists(factors))
        .first()
    )
    if person:
        person.centre_roles = frozenset(person.roles_held)
        person.has_second_factor = person.factor_set
    return person


def user_for_token(key: str, at: datetime) -> User | None:
    """Find whose API token this is, while it lives."""
    token = (
        ApiToken.objects.select_related("user")
        .filter(digest=token_digest(key), revoked_at=None, expires_at__gt=at)
        .filter(user__is_active=True)
        .first()
    )
    return token.user if token else None


def token_digest(key: str) -> str:
    """Name a token without keeping it: its SHA-256 in hex."""
    return hashlib.sha256(key.encode()).hexdigest()


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """List a person's own tokens, newest first."""
    rows = ApiToken.objects.filter(user=user).select_related("user")
    return rows.order_by("-created_at", "-pk")


def users_with_role(role: str) -> QuerySet[User]:
    """List the active people who hold a role at the centre now."""
    holders = RoleGrant.objects.live().filter(role=role).values("user_id")
    return User.objects.filter(pk__in=holders, is_active=True).order_by("name", "pk")


def person_by_email(email: str) -> User | None:
    """Find an active person by the address they sign in with."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def live_consents(user: User) -> dict[str, Consent]:
    """Give what a person agrees to now, by kind; of two text versions the newer."""
    consents = Consent.objects.filter(user=user, withdrawn_at=None).order_by("given_at", "pk")
    return {consent.kind: consent for consent in consents}


def spent_code_key(user: User, code: str) -> str:
    """Name the place in the cache that remembers a one-time code as used."""
    return f"accounts.spent_code.{user.pk}.{hashlib.sha256(code.encode()).hexdigest()}"


def totp_code_now(user: User) -> str:
    """Give a code that signs this person in now; only the demo shows it.

    A code works once. Signing in again within half a minute takes one of the
    neighbouring codes, which the clock tolerance accepts too.
    """
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    secret = decrypt(factor.data["secret"])
    before, present, *after = (
        totp.format_hotp_value(totp.hotp_value(secret, counter))
        for counter in totp.yield_hotp_counters_from_time()
    )
    codes: list[str] = [present, *after, before]
    fresh = (code for code in codes if not cache.get(spent_code_key(user, code)))
    return next(fresh, codes[0])
