"""What the mails about an account say happened."""

from django.utils.translation import gettext_lazy as _

# Sign-in reports more (a confirmed address, say); only these are worth a mail.
SECURITY_EVENTS = {
    "password_changed": _("비밀번호가 바뀌었습니다."),
    "password_reset": _("비밀번호를 다시 정했습니다."),
    "password_set": _("비밀번호를 정했습니다."),
    "email_changed": _("로그인 이메일이 바뀌었습니다."),
    "totp_activated": _("2단계 인증 앱이 등록되었습니다."),
    "totp_deactivated": _("2단계 인증 앱이 해제되었습니다."),
    "recovery_codes_generated": _("복구 코드를 새로 만들었습니다."),
}
