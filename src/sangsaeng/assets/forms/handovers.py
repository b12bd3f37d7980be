"""Recording that a thing left, and that it arrived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangsaeng.files.choices import PICTURES
from sangsaeng.files.forms import UploadsField


class DeliverForm(forms.Form):
    """What left: its serial, pictures, a note."""

    serial = forms.CharField(
        label=_("시리얼번호"),
        max_length=100,
        help_text=_("명판에 적힌 번호를 보고 그대로 적어 주세요."),
    )
    photos = UploadsField(label=_("인도 사진"), kinds=PICTURES)
    note = forms.CharField(
        label=_("전달 사항"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("함께 건넨 것이나 알려 둘 것이 있으면 적어 주세요."),
    )

    def __init__(self, *args: Any, has_serial: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["serial"].required = has_serial


class ReceiveForm(forms.Form):
    """That it arrived, and in what state."""

    note = forms.CharField(
        label=_("확인 의견"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("공고와 다른 점이 있으면 적어 주세요. 제공기업과 센터가 읽습니다."),
    )
