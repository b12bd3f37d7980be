"""What people look for on the exchange."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.choices import OFFERABLE, AssetClass, PriceModel
from sangsaeng.assets.queries import Filters
from sangsaeng.organizations.choices import Region

ALL = ("", _("전체"))


class FilterForm(forms.Form):
    """Filters of the list; what cannot be read is as if it were not said."""

    q = forms.CharField(label=_("찾는 말"), required=False, max_length=200)
    asset_class = forms.ChoiceField(
        label=_("분류"),
        required=False,
        choices=[ALL, *((kind.value, kind.label) for kind in AssetClass if kind in OFFERABLE)],
    )
    region = forms.ChoiceField(label=_("지역"), required=False, choices=[ALL, *Region.choices])
    price_model = forms.ChoiceField(
        label=_("조건"), required=False, choices=[ALL, *PriceModel.choices]
    )
    open_now = forms.BooleanField(label=_("지금 신청할 수 있는 것만"), required=False)
    for_us = forms.BooleanField(label=_("우리 회사가 신청할 수 있는 것만"), required=False)

    def __init__(self, *args: Any, has_firm: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off"}
        if not has_firm:
            del self.fields["for_us"]

    def filters(self) -> Filters:
        """Return what was asked for and could be read."""
        self.is_valid()
        said = self.cleaned_data
        return Filters(
            search=said.get("q", "").strip(),
            asset_class=said.get("asset_class", ""),
            region=said.get("region", ""),
            price_model=said.get("price_model", ""),
            open_now=said.get("open_now", False),
            for_us=said.get("for_us", False),
        )
