"""Filters that write values as people read them; loaded into every template."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sangsaeng.kernel import words

register = template.Library()
register.filter("ko_date", words.date_text)
register.filter("ko_time", words.time_text)
register.filter("moment", words.moment_text)
register.filter("business_number", words.business_number_text)
register.filter("days_left", words.days_left_text)
register.filter("won_text", words.won_text)


@register.filter
def won(amount: int | None) -> str:
    """Write money as it is said, with the exact figure for hovering and machines."""
    if amount is None:
        return ""
    return format_html(
        '<data value="{}" title="{}">{}</data>',
        amount,
        words.won_exact(amount),
        words.won_text(amount),
    )


@register.filter
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """Write the attributes a component was given and does not know, escaped.

    Printed plainly, cotton's ``attrs`` would trust a value that looks quoted already.
    """
    known = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else attrs
    return flatatt(dict(known))
