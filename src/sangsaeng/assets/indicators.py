"""What the plan counts of the exchange, from hand-overs."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.models import HandOver
from sangsaeng.kernel.indicators import Indicator

# Distinct firms, by business number: one organization is one number.
FIRMS_SUPPLIED = Indicator(
    code="assets.firms_supplied",
    label=_("자산을 지원받은 중소기업"),
    evidence=lambda period: HandOver.objects.confirmed_by_both().received_in(period),
    done=lambda period: HandOver.objects.delivered().delivered_in(period),
    measure=Count("taker", distinct=True),
)

# The milestone "exchange opened" is proved by the first thing that changed hands on it.
EXCHANGE_OPENED = Indicator(
    code="assets.exchange_opened",
    label=_("온라인 거래장터 개설"),
    evidence=FIRMS_SUPPLIED.evidence,
    done=FIRMS_SUPPLIED.done,
    measure=Count("pk"),
)
