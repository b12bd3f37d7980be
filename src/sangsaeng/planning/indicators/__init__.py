"""The plan's figures: which module proves which target."""

from sangsaeng.assets.indicators import EXCHANGE_OPENED, FIRMS_SUPPLIED
from sangsaeng.kernel.indicators import Indicator

INDICATORS: tuple[Indicator, ...] = (FIRMS_SUPPLIED, EXCHANGE_OPENED)
