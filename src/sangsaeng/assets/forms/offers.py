"""The terms of an offer, and what ends one."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.actions.offers import Terms
from sangsaeng.assets.choices import Audience, PriceModel, Visibility
from sangsaeng.assets.forms.fields import DayField, MomentField, WonField, WordsField
from sangsaeng.assets.models import Asset
from sangsaeng.kernel.working_days import working_days_after

OPENS, CLOSES = time(10), time(18)
WINDOW = timedelta(days=14)
# From the end of the window: time to accept and sign, then time to send a truck.
UNTIL_AVAILABLE, UNTIL_REMOVED = timedelta(days=7), timedelta(days=37)


class OfferForm(forms.Form):
    """What the owner decides about an offer."""

    title = forms.CharField(
        label=_("공고 제목"), max_length=200, help_text=_("목록과 검색에 이 제목이 나옵니다.")
    )
    description = WordsField(
        label=_("설명"),
        required=False,
        rows=5,
        help_text=_("무엇에 쓰던 것인지, 왜 쉬고 있는지, 가져갈 때 알아야 할 것을 적어 주세요."),
    )
    quantity = forms.IntegerField(label=_("수량"), min_value=1, max_value=2_000_000_000)
    price_model = forms.ChoiceField(
        label=_("양도 방식"), choices=PriceModel.choices, widget=forms.RadioSelect
    )
    unit_price = WonField(
        label=_("단가(원)"),
        required=False,
        help_text=_("저가양도일 때만 적습니다. 대금은 두 기업이 직접 주고받습니다."),
    )
    visibility = forms.ChoiceField(
        label=_("공개 범위"), choices=Visibility.choices, widget=forms.RadioSelect
    )
    audience = forms.ChoiceField(
        label=_("신청 대상"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        help_text=_("어느 경우에나 중소기업확인서가 유효한 중소기업만 신청할 수 있습니다."),
    )
    opens_at = MomentField(
        label=_("접수 시작"),
        help_text=_("공고하는 때보다 뒤여야 합니다. 그 사이에 누구나 규칙을 읽을 수 있습니다."),
    )
    closes_at = MomentField(label=_("접수 마감"))
    reserve_limit = forms.IntegerField(
        label=_("예비순위 수"),
        min_value=0,
        max_value=100,
        help_text=_("모두 배정된 뒤 순서를 기다릴 수 있는 신청의 수입니다."),
    )
    accept_working_days = forms.IntegerField(
        label=_("수락 기한(영업일)"),
        min_value=1,
        max_value=20,
        help_text=_("배정된 기업이 이 안에 수락하지 않으면 다음 순위로 넘어갑니다."),
    )
    available_from = DayField(label=_("가져갈 수 있는 날"))
    removal_by = DayField(label=_("반출기한"))

    def clean(self) -> dict[str, Any]:
        terms = super().clean() or self.cleaned_data
        self._check_order(terms)
        if terms.get("price_model") == PriceModel.FREE:
            terms["unit_price"] = 0
        elif "unit_price" in terms and not terms["unit_price"]:
            self.add_error("unit_price", _("저가양도라면 단가를 1원 이상으로 적어 주세요."))
        hidden = terms.get("visibility") == Visibility.PARTNERS
        if hidden and terms.get("audience") == Audience.ALL_SMES:
            self.add_error(
                "audience",
                _("협력사에만 공개하면 다른 중소기업은 볼 수 없습니다. 협력사를 골라 주세요."),
            )
        return terms

    def terms(self) -> Terms:
        """Give the terms as the actions take them."""
        return Terms(**self.cleaned_data)

    def _check_order(self, terms: dict[str, Any]) -> None:
        opens, closes = terms.get("opens_at"), terms.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("마감은 접수 시작보다 뒤여야 합니다."))
        ready, gone = terms.get("available_from"), terms.get("removal_by")
        if ready and gone and gone < ready:
            self.add_error("removal_by", _("반출기한은 가져갈 수 있는 날보다 앞설 수 없습니다."))


def default_terms(asset: Asset, *, left: int, at: datetime) -> dict[str, Any]:
    """Propose terms most owners will keep: the window opens the next working day at ten."""
    opens_on = working_days_after(timezone.localdate(at), 1)
    closes_on = opens_on + WINDOW
    return {
        "title": asset.title,
        "quantity": left,
        "price_model": PriceModel.FREE,
        "visibility": Visibility.PUBLIC,
        "audience": Audience.ALL_SMES,
        "opens_at": _at(opens_on, OPENS),
        "closes_at": _at(closes_on, CLOSES),
        "reserve_limit": 10,
        "accept_working_days": 3,
        "available_from": closes_on + UNTIL_AVAILABLE,
        "removal_by": closes_on + UNTIL_REMOVED,
    }


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


class PaymentForm(forms.Form):
    """What the taker paid."""

    won = WonField(label=_("받은 금액(원)"), help_text=_("두 기업이 주고받은 금액을 기록합니다."))
