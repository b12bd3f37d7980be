"""Where allauth meets our people: sign-up, mails, languages, second factor."""

import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangsaeng.accounts.actions import note_security_event, sign_up
from sangsaeng.accounts.emails import SECURITY_EVENTS
from sangsaeng.accounts.models import User
from sangsaeng.accounts.queries import signed_in_person
from sangsaeng.accounts.tasks import send_ready_mail
from sangsaeng.kernel import clock

# A year, in seconds.
LANGUAGE_KEPT = 365 * 24 * 3600


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """Sign in by address and password; a session's person comes in one statement."""

    def get_user(self, user_id: int) -> User | None:
        return signed_in_person(user_id)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Sign-up and its mails in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("이메일 또는 비밀번호가 맞지 않습니다."),
        "too_many_login_attempts": gettext_lazy(
            "로그인에 여러 번 실패했습니다. 5분 뒤에 다시 시도하거나 비밀번호를 다시 정해 주세요."
        ),
        "incorrect_password": gettext_lazy("비밀번호가 맞지 않습니다."),
        "enter_current_password": gettext_lazy("지금 쓰는 비밀번호가 맞지 않습니다."),
        "rate_limited": gettext_lazy("요청이 너무 많습니다. 잠시 뒤에 다시 시도해 주세요."),
    }

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002 - allauth's signature
    ) -> User:
        super().save_user(request, user, form, commit=False)
        if not commit:
            return user
        return sign_up(
            user,
            name=form.cleaned_data["name"],
            language=form.cleaned_data["language"],
            consents=form.consents,
            at=clock.now(),
        )

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **facts)
        self.speak(response, user.language)
        return response

    def speak(self, response: HttpResponse, language: str) -> None:
        """Let this browser speak a language, signed in or not."""
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=LANGUAGE_KEPT,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again, unless it was given a moment ago to sign in."""
        records = get_authentication_records(self.request, self.request.user)
        latest = records[-1]["at"] if records else 0
        if time.time() - latest < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def format_email_subject(self, subject: str) -> str:
        return f"[{_('상생')}] {subject}"

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:  # noqa: ARG002 - allauth's signature
        return site_address("account_confirm_email", emailconfirmation.key)

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        return site_address("account_reset_password_from_key", uid, token)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail now, in the reader's language, and let the worker send it."""
        person = context.get("user")
        language = person.language if isinstance(person, User) else translation.get_language()
        facts = {
            **context,
            "email": email,
            "login_url": site_address("account_login"),
            "signup_url": site_address("account_signup"),
            "reset_url": site_address("account_reset_password"),
        }
        with translation.override(language):
            subject = render_to_string(f"{template_prefix}_subject.txt", facts).strip()
            body = render_to_string(f"{template_prefix}_message.txt", facts).strip()
            subject = self.format_email_subject(subject)
        send_ready_mail.defer(to=email, subject=subject, body=body)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth's signature
        email: str | None = None,
    ) -> None:
        """Note what happened to the account, and tell its owner where that matters."""
        event = template_prefix.rpartition("/")[2]
        note_security_event(user, event, at=clock.now())
        address = email or EmailAddress.objects.get_primary_email(user)
        if event in SECURITY_EVENTS and address:
            facts = {"user": user, "event": SECURITY_EVENTS[event]}
            self.send_mail("account/email/security_event", address, facts)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Codes of the authenticator app; people of the centre cannot do without."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "인증번호가 맞지 않습니다. 앱에 지금 보이는 번호를 입력해 주세요."
        ),
        "cannot_delete_authenticator": gettext_lazy(
            "센터에서 일하는 분은 2단계 인증을 끌 수 없습니다."
        ),
    }

    def build_totp_svg(self, url: str) -> str:
        """Draw the code on white: it must be readable on a dark page too."""
        drawn: str = super().build_totp_svg(url)
        return drawn.replace("<path", '<rect width="100%" height="100%" fill="#fff"/><path', 1)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not authenticator.user.needs_second_factor


def site_address(name: str, *arguments: str) -> str:
    """Give a page's full address: as the site is reached from outside, whoever asked."""
    return settings.SITE_URL + reverse(name, args=arguments)
