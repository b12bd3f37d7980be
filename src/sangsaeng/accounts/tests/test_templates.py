"""Every page of sign-in wears the site's own dress, and none breaks the strict CSP."""

import re
from collections.abc import Iterator

import pytest
from allauth.urls import urlpatterns
from django.template.loader import get_template, render_to_string
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from sangsaeng.accounts.testing import make_staff, make_user

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=")


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif pattern.name and not pattern.pattern.regex.groups:
            yield pattern.name


PAGES = sorted(set(names(urlpatterns)))


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["visitor", "person", "staff"])
def test_a_page_of_allauth_is_dressed(client: Client, page: str, who: str) -> None:
    if who != "visitor":
        client.force_login(make_user() if who == "person" else make_staff("OFFICER"))

    answer = client.get(reverse(page))

    shown = answer.content.decode()
    assert answer.status_code in {200, 302, 403, 404}
    assert answer.status_code == 302 or "kernel/site.css" in shown
    assert not INLINE.search(shown)


def test_an_allauth_page_of_tomorrow_is_dressed_too() -> None:
    page = get_template("account/confirm_login_code.html")

    shown = page.render({"email": "jimin@firm.example"})

    assert "kernel/site.css" in shown
    assert 'class="button primary"' in shown


def test_too_many_requests_has_a_page() -> None:
    assert "요청이 너무 많습니다" in render_to_string("429.html")
