"""What people type about organizations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sangsaeng.files.choices import DOCUMENTS
from sangsaeng.files.forms import UploadField
from sangsaeng.methods.check_digits import InvalidBusinessNumber, normalise_business_number
from sangsaeng.organizations.actions import FirmFacts, Paper
from sangsaeng.organizations.choices import SME_SIZES, Region, Size, Tier

KSIC = r"^[A-U]?[0-9]{2,5}$"


class DayInput(forms.DateInput):
    """The browser's own calendar; it takes days only as ISO writes them."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class BusinessNumberField(forms.CharField):
    """A business number as people write it, cleaned to its ten digits."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("사업자등록번호"))
        options.setdefault("help_text", _("숫자 10자리. 예: 124-81-00998"))
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return normalise_business_number(text)
        except InvalidBusinessNumber as error:
            raise ValidationError(
                _("사업자등록번호가 아닙니다. 사업자등록증의 번호를 그대로 적어 주세요.")
            ) from error


class FirmForm(forms.Form):
    """What an organization says of itself."""

    business_number = BusinessNumberField()
    name = forms.CharField(label=_("기업 이름"), max_length=120)
    size = forms.ChoiceField(label=_("기업 규모"), choices=Size.choices)
    ksic = forms.RegexField(
        KSIC,
        label=_("표준산업분류 코드"),
        help_text=_("모르면 비워 두어도 됩니다. 예: C29223"),
        max_length=6,
        required=False,
        error_messages={"invalid": _("표준산업분류 코드는 C29223처럼 적어 주세요.")},
    )
    region = forms.ChoiceField(label=_("지역"), choices=[("", _("고르세요")), *Region.choices])
    address = forms.CharField(label=_("주소"), max_length=200, required=False)

    def facts(self) -> FirmFacts:
        names = ("business_number", "name", "size", "ksic", "region", "address")
        return FirmFacts(**{name: self.cleaned_data[name] for name in names})


class CertificateForm(forms.Form):
    """A 중소기업확인서; ``kept`` is a file from an earlier try that may stand."""

    number = forms.CharField(
        label=_("중소기업확인서 번호"), help_text=_("예: 0010-2014-123456"), max_length=40
    )
    valid_from = forms.DateField(label=_("유효기간 시작일"), widget=DayInput)
    valid_until = forms.DateField(label=_("유효기간 마지막 날"), widget=DayInput)
    file = UploadField(kinds=DOCUMENTS, label=_("중소기업확인서 파일"))

    def __init__(self, *args: Any, kept: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = kept
        if kept:
            self.fields["file"].required = False
            self.fields["file"].help_text = _("비워 두면 지난번에 낸 파일을 씁니다: %(name)s") % {
                "name": kept.name
            }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("유효기간의 마지막 날이 시작일보다 앞섭니다."))
        return cleaned

    def paper(self) -> Paper:
        cleaned = self.cleaned_data
        return Paper(
            number=cleaned["number"],
            valid_from=cleaned["valid_from"],
            valid_until=cleaned["valid_until"],
            file=cleaned["file"] or self.kept,
        )


class RegistrationForm(CertificateForm, FirmForm):
    """A firm asks to be let in; large companies are entered by officers."""

    field_order = ("business_number", "name", "size", "ksic", "region", "address")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["size"] = forms.ChoiceField(
            label=_("기업 규모"),
            choices=[choice for choice in Size.choices if choice[0] != Size.LARGE],
            initial=Size.SMALL,
            help_text=_(
                "중견기업은 중소기업확인서를 내지 않습니다. 대기업은 협력센터가 등록합니다."
            ),
        )
        for name in ("number", "valid_from", "valid_until", "file"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("size") in SME_SIZES:
            for name in ("number", "valid_from", "valid_until", "file"):
                given = cleaned.get(name) or (name == "file" and self.kept)
                if not given and name not in self.errors:
                    self.add_error(name, _("중소기업은 반드시 내야 합니다."))
        return cleaned

    def paper_if_due(self) -> Paper | None:
        return self.paper() if self.cleaned_data["size"] in SME_SIZES else None


class ReasonForm(forms.Form):
    """Why something is turned down."""

    reason = forms.CharField(
        label=_("반려 이유"),
        help_text=_("신청한 사람에게 그대로 전해집니다."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("초대할 사람의 전자우편 주소"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class TieForm(forms.Form):
    business_number = BusinessNumberField(label=_("협력사의 사업자등록번호"))
    tier = forms.ChoiceField(label=_("협력 단계"), choices=Tier.choices)


class SearchForm(forms.Form):
    """Filters of the list; what does not fit is simply not filtered by."""

    words = forms.CharField(label=_("이름 또는 사업자등록번호"), max_length=60, required=False)
    size = forms.ChoiceField(
        label=_("기업 규모"), choices=[("", _("전체")), *Size.choices], required=False
    )
    region = forms.ChoiceField(
        label=_("지역"), choices=[("", _("전체")), *Region.choices], required=False
    )

    def filters(self) -> dict[str, str]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
