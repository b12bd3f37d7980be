"""Asking for an asset, and answering its award."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.models import Offer


class AskForm(forms.Form):
    """How many, and what for."""

    quantity = forms.IntegerField(label=_("수량"), min_value=1, initial=1)
    purpose = forms.CharField(
        label=_("활용 계획"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "무엇에 어떻게 쓰실지 적어 주세요. 센터가 읽고, 배정된 뒤에는 제공기업도 읽습니다."
        ),
    )

    def __init__(self, *args: Any, offer: Offer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["quantity"].widget.attrs["max"] = offer.quantity
        if offer.quantity == 1:
            self.fields["quantity"].widget = forms.HiddenInput()


class AcceptForm(forms.Form):
    """The confirmation before an award is accepted."""

    sure = forms.BooleanField(label=_("반출기한까지 가져갈 수 있음을 확인했습니다."))


class DeclineForm(forms.Form):
    """Why an award is given up."""

    reason = forms.CharField(
        label=_("포기 사유"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("제공기업과 센터가 읽습니다."),
    )


class SignForm(forms.Form):
    """A typed name under a text that was read."""

    typed_name = forms.CharField(
        label=_("서명 (성명)"),
        max_length=80,
        help_text=_("로그인한 분의 성명을 그대로 적어 주세요."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agreed = forms.BooleanField(label=_("읽고 동의합니다."))
    sha256 = forms.CharField(widget=forms.HiddenInput())
