"""What people type about themselves, to sign in and to stay safe."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.cache import cache
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sangsaeng.accounts.actions import TOKEN_DAYS, AddressTaken
from sangsaeng.accounts.choices import ConsentKind
from sangsaeng.accounts.models import User
from sangsaeng.accounts.queries import spent_code_key

LANGUAGES = [("ko", "한국어"), ("en", "English")]
TOKEN_LIFETIMES = [(30, _("30일")), (TOKEN_DAYS, _("90일")), (180, _("180일")), (365, _("1년"))]
PHONE = RegexValidator(
    r"^\+?[0-9][0-9 -]{7,18}$", _("전화번호는 숫자와 붙임표로 적어 주세요. 예: 010-1234-5678")
)


def _bare(form: forms.Form) -> None:
    """Drop placeholders: they repeat the label and vanish while typing."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name == "email":
            field.label = _("이메일")


def _text_link(kind: ConsentKind) -> SafeString:
    address = reverse("accounts:text", args=[kind.lower()])
    return format_html(
        '<a href="{}" target="_blank" rel="noopener">{}</a>', address, _("내용 보기 (새 창)")
    )


text_link = lazy(_text_link, str)


class SignInForm(account.LoginForm):  # type: ignore[misc]  # allauth is untyped
    """The address and password of a person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("이메일")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("이 기기에서 로그인 유지")
        _bare(self)


class SignUpForm(account.SignupForm):  # type: ignore[misc]  # allauth is untyped
    """A new person, and what they agree to."""

    name = forms.CharField(
        label=_("이름"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("화면과 메일의 언어"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    terms = forms.BooleanField(
        label=_("이용약관에 동의합니다."), help_text=text_link(ConsentKind.TERMS)
    )
    privacy = forms.BooleanField(
        label=_("개인정보 수집·이용에 동의합니다."), help_text=text_link(ConsentKind.PRIVACY)
    )
    mail_news = forms.BooleanField(
        label=_("소식 메일을 받겠습니다. (선택)"),
        help_text=text_link(ConsentKind.MAIL_NEWS),
        required=False,
    )
    field_order = (
        "name",
        "email",
        "password1",
        "password2",
        "language",
        "terms",
        "privacy",
        "mail_news",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        _bare(self)

    @property
    def consents(self) -> list[ConsentKind]:
        return [kind for kind in ConsentKind if self.cleaned_data[kind.lower()]]

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Answer a lost race as any known address is answered: with a mail, not on the page."""
        try:
            saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        except AddressTaken:
            self.account_already_exists = True
            saved = super().try_save(request)
        return saved


class ChangeEmailForm(account.AddEmailForm):  # type: ignore[misc]  # allauth is untyped
    """The address a person wants to sign in with from now on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bare(self)
        self.fields["email"].label = _("새 이메일")


class ForgottenPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    """Where to send the link that sets a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bare(self)


class NewPasswordForm(account.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth is untyped
    """The new password of somebody who forgot theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bare(self)


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    """The old password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
        _bare(self)


class FirstPasswordForm(account.SetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    """The first password of somebody who was let in without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bare(self)


class PasswordAgainForm(account.ReauthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        _bare(self)


class CodeForm(mfa.AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """The one-time code that completes a sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_code(self)

    def clean_code(self) -> str:
        return _spend(self.user, super().clean_code())


class CodeAgainForm(mfa.ReauthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """A one-time code before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_code(self)

    def clean_code(self) -> str:
        return _spend(self.user, super().clean_code())


class SetUpCodeForm(totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth is untyped
    """The code that shows the app was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_code(self)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ProfileForm(forms.Form):
    """How a person is called and reached."""

    name = forms.CharField(
        label=_("이름"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("전화번호"),
        max_length=20,
        required=False,
        validators=[PHONE],
        help_text=_("인수인계 약속을 잡을 때 상대 기업이 연락할 수 있습니다."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("화면과 메일의 언어"), choices=LANGUAGES, widget=forms.RadioSelect
    )


class TokenForm(forms.Form):
    """How long a new API token lives."""

    days = forms.TypedChoiceField(
        label=_("유효 기간"), choices=TOKEN_LIFETIMES, coerce=int, initial=TOKEN_DAYS
    )


def _dress_code(form: forms.Form) -> None:
    field = form.fields["code"]
    field.label = _("인증번호")
    _bare(form)


def _spend(user: User, code: str) -> str:
    """Accept a code once for as long as the clock tolerance would accept it.

    allauth forgets a used code after one period, although its neighbours are valid too.
    """
    windows = 2 * mfa_settings.TOTP_TOLERANCE + 1
    if not cache.add(spent_code_key(user, code), "y", timeout=mfa_settings.TOTP_PERIOD * windows):
        raise get_mfa_adapter().validation_error("incorrect_code")
    return code
