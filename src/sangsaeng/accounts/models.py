"""People, what they are at the centre, what they agreed to, and their API tokens."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from sangsaeng.accounts.choices import STAFF_ROLES, CentreRole, ConsentKind


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person; without a password they cannot sign in until they reset it."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in by e-mail."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(
        max_length=2, choices=[("ko", "한국어"), ("en", "English")], default="ko"
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_in_lower_case")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def centre_roles(self) -> frozenset[str]:
        """Read the roles held now, once a request."""
        return frozenset(self.role_grants.live().values_list("role", flat=True))

    @property
    def is_officer(self) -> bool:
        """Whether this person does the centre's daily work (officer or team head)."""
        return bool(self.centre_roles & STAFF_ROLES)

    @property
    def is_board_member(self) -> bool:
        return CentreRole.BOARD_MEMBER in self.centre_roles

    @property
    def is_auditor(self) -> bool:
        """Whether this person reads everything and writes nothing."""
        return CentreRole.AUDITOR in self.centre_roles

    @property
    def reads_everything(self) -> bool:
        return self.is_officer or self.is_auditor

    @property
    def needs_second_factor(self) -> bool:
        """Whether the centre asks this person for a one-time code at sign-in."""
        return bool(self.centre_roles)

    @cached_property
    def has_second_factor(self) -> bool:
        """Tell whether an authenticator app is set up; asked once a request."""
        factors = self.authenticator_set  # type: ignore[attr-defined]  # a key of untyped allauth
        return bool(factors.filter(type="totp").exists())


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def live(self) -> Self:
        return self.filter(ended_at=None)


class RoleGrant(models.Model):
    """A role somebody holds at the centre, from a day until it is ended."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=CentreRole)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(ended_at=None), name="one_live_grant_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Consent(models.Model):
    """That a person agreed to a version of a text, or took it back."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=20, choices=ConsentKind)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "text_version"],
                condition=Q(withdrawn_at=None),
                name="one_live_consent_per_text",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.text_version}"


class ApiToken(models.Model):
    """A key to the JSON API, kept as its SHA-256 digest; the key itself is shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user}: {self.created_at:%Y-%m-%d}"

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at and self.user.is_active


class IdempotencyKey(models.Model):
    """The answer already given to a write, so that a repeated call gets the same one."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_idempotency_key")
        ]

    def __str__(self) -> str:
        return self.key
