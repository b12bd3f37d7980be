"""The plots, for templates."""

from django import template

from sangsaeng.kernel import plots

register = template.Library()
register.simple_tag(plots.target_bar)
register.simple_tag(plots.target_key)
register.simple_tag(plots.bars)
