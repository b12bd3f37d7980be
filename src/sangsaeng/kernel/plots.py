"""Plots drawn by the server: SVG with attributes only, so that a strict CSP holds.

Lengths are percentages without a view box: the bars stretch, the strokes do not.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Number: TypeAlias = int | float | Decimal


def target_bar(
    title: str,
    *,
    verified: Number | None = None,
    done: Number | None = None,
    target: Number | None = None,
    last_year: Number | None = None,
    unit: str = "",
) -> SafeString:
    """Draw progress towards a target: verified solid, done outlined, two ticks."""
    known = [float(value) for value in (verified, done, target, last_year) if value is not None]
    full = max([*known, 0.0]) * 1.05 or 1.0  # so that even the longest is seen to end
    reading = _readings(verified=verified, done=done, target=target, last_year=last_year, unit=unit)
    return format_html(
        '<svg class="plot" role="img" width="100%" height="32" focusable="false">'
        "<title>{}</title><desc>{}</desc>"
        '<rect class="plot-track" width="100%" height="16" y="8" rx="4"/>{}{}{}{}</svg>',
        title,
        " · ".join(text for _kind, text in reading),
        _rect("plot-done", done, full),
        _rect("plot-verified", verified, full),
        _tick("plot-last-year", last_year, full, top=3, bottom=29),
        _tick("plot-target", target, full, top=0, bottom=32),
    )


def target_key(
    *,
    verified: Number | None = None,
    done: Number | None = None,
    target: Number | None = None,
    last_year: Number | None = None,
    unit: str = "",
) -> SafeString:
    """Write the figures of the bar, each with the sign it has there."""
    reading = _readings(verified=verified, done=done, target=target, last_year=last_year, unit=unit)
    return format_html_join(" ", '<span class="{}">{}</span>', reading)


def bars(title: str, rows: Sequence[tuple[str, Number]], unit: str = "") -> SafeString:
    """Draw a horizontal bar for each row, and keep the same figures as a table."""
    full = max([float(value) for _label, value in rows] + [0.0]) or 1.0
    drawn = format_html_join(
        "",
        '<div class="bar-row" aria-hidden="true"><span>{}</span>'
        '<svg class="plot" width="100%" height="16" focusable="false">'
        '<rect class="plot-track" width="100%" height="12" y="2" rx="3"/>'
        '<rect class="plot-verified" width="{}%" height="12" y="2" rx="3"/></svg>'
        "<b>{}</b></div>",
        ((label, _share(value, full), figure(value, unit)) for label, value in rows),
    )
    lines = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="number">{}</td></tr>',
        ((label, figure(value, unit)) for label, value in rows),
    )
    return format_html(
        '<figure class="bars"><figcaption>{}</figcaption>{}<details><summary>{}</summary>'
        '<table><caption class="unseen">{}</caption><tbody>{}</tbody></table></details></figure>',
        title,
        drawn,
        _("표로 보기"),
        title,
        lines,
    )


def figure(value: Number, unit: str = "") -> str:
    """Write a figure with its unit; a whole number shows no decimals.

    >>> figure(1200, "건"), figure(Decimal("87.5"), "%"), figure(3, "firms")
    ('1,200건', '87.5%', '3 firms')
    """
    digits = f"{int(value):,}" if value == int(value) else f"{value:,.1f}"
    # Korean counters lean on the figure, words in Latin letters stand apart.
    apart = " " if unit[:1].isascii() and unit[:1].isalpha() else ""
    return f"{digits}{apart}{unit}"


def _readings(
    *,
    verified: Number | None,
    done: Number | None,
    target: Number | None,
    last_year: Number | None,
    unit: str,
) -> list[tuple[str, str]]:
    """Say in words what the bar shows; unmeasured is not zero."""
    kinds = (
        ("verified", _("확인"), verified),
        ("done", _("완료"), done),
        ("target", _("목표"), target),
        ("last-year", _("지난해"), last_year),
    )
    known = [
        (kind, f"{name} {figure(value, unit)}") for kind, name, value in kinds if value is not None
    ]
    if verified is None and done is None:
        return [("unmeasured", _("아직 측정하지 않음")), *known]
    return known


def _share(value: Number, full: float) -> str:
    return f"{max(float(value), 0.0) / full * 100:.2f}"


def _rect(name: str, value: Number | None, full: float) -> SafeString:
    if value is None or value <= 0:
        return SafeString()
    return format_html(
        '<rect class="{}" width="{}%" height="16" y="8" rx="4"/>', name, _share(value, full)
    )


def _tick(name: str, value: Number | None, full: float, *, top: int, bottom: int) -> SafeString:
    if value is None:
        return SafeString()
    at = _share(value, full)
    # The halo keeps the tick apart from a bar that has passed it.
    return format_html_join(
        "",
        '<line class="{}" x1="{}%" x2="{}%" y1="{}" y2="{}"/>',
        ((kind, at, at, top, bottom) for kind in ("plot-halo", name)),
    )
