"""Fields several forms of the exchange ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# What a bigint of won can surely hold, and more than any machine costs.
MOST_WON = 10**15


class WonField(forms.IntegerField):
    """Won, as people write it: ``1,200,000`` and ``1,200,000원`` too."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", 0)
        options.setdefault("max_value", MOST_WON)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**options)
        self.error_messages["invalid"] = _("원 단위 숫자로 적어 주세요.")

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = value.replace(",", "").strip().removesuffix("원").strip()
        return super().to_python(value)


class DayField(forms.DateField):
    """A day, picked from the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=picker, input_formats=["%Y-%m-%d"], **options)


class MomentField(forms.DateTimeField):
    """A moment, Korean time, picked from the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        super().__init__(widget=picker, input_formats=formats, **options)


class WordsField(forms.CharField):
    """Some lines of text."""

    def __init__(self, *, rows: int = 3, max_length: int = 2000, **options: Any) -> None:
        area = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=max_length, widget=area, **options)


class ReasonForm(forms.Form):
    """Why something that others count on ends."""

    reason = WordsField(
        label=_("사유"),
        max_length=500,
        help_text=_("신청한 기업이 그대로 읽습니다."),
    )
