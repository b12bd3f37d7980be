"""The forms of a ledger: finding rows in it, handing one in, settling how it reads."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.choices import AssetClass, OfferState
from sangsaeng.assets.ledgers import Choices, Field, Layout
from sangsaeng.assets.queries import NEVER_OFFERED
from sangsaeng.files.choices import LEDGERS
from sangsaeng.files.forms import UploadField

UNITS = [
    ("", _("문서에 적힌 대로")),
    ("1", _("원")),
    ("1000", _("천원")),
    ("10000", _("만원")),
    ("1000000", _("백만원")),
    ("100000000", _("억원")),
]


class FilterForm(forms.Form):
    """What of a ledger to show."""

    q = forms.CharField(
        label=_("찾기"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    asset_class = forms.ChoiceField(
        label=_("자산구분"), required=False, choices=[("", _("전체")), *AssetClass.choices]
    )
    state = forms.ChoiceField(
        label=_("공고 상태"),
        required=False,
        choices=[("", _("전체")), (NEVER_OFFERED, _("공고한 적 없음")), *OfferState.choices],
    )


class LedgerUploadForm(forms.Form):
    """A ledger as its owner keeps it."""

    file = UploadField(label=_("자산대장 파일"), kinds=LEDGERS)


class ReadingForm(forms.Form):
    """How a ledger is to be read, where its own words do not say or would mislead."""

    unit = forms.ChoiceField(
        label=_("금액 단위"),
        choices=UNITS,
        required=False,
        help_text=_("단위가 적히지 않은 금액을 이 단위로 읽습니다."),
    )
    asset_class = forms.ChoiceField(
        label=_("자산구분"),
        choices=[("", _("문서에 적힌 대로")), *AssetClass.choices],
        required=False,
        help_text=_("문서에 자산구분 열이 없을 때 모든 행에 적용합니다."),
    )

    def __init__(self, *args: Any, headers: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.headers = tuple(headers)
        for index, header in enumerate(self.headers):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=header, choices=[("", _("읽지 않음")), *Field.choices], required=False
            )

    @classmethod
    def of(cls, layout: Layout, settled: "ReadingForm | None") -> "ReadingForm":
        """Show how a ledger was read, to be put right."""
        meant = {column.header: name.value for name, column in layout.columns.items()}
        headers = dict.fromkeys([*meant, *layout.unread, *layout.doubled])
        initial: dict[str, str] = {
            f"column_{index}": meant.get(header, "") for index, header in enumerate(headers)
        }
        if settled and settled.is_valid():
            initial |= {name: settled.cleaned_data[name] for name in ("unit", "asset_class")}
        return cls(headers=headers, initial=initial)

    @property
    def columns(self) -> list[forms.BoundField]:
        """The fields that say what a column means."""
        return [self[f"column_{index}"] for index in range(len(self.headers))]

    def choices(self) -> Choices:
        """Say what was settled, as the reader takes it."""
        answers = self.cleaned_data
        return Choices(
            fields={
                header: answers[f"column_{index}"] for index, header in enumerate(self.headers)
            },
            unit=int(answers["unit"]) if answers["unit"] else None,
            asset_class=AssetClass(answers["asset_class"]) if answers["asset_class"] else None,
        )
