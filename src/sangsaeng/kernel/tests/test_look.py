"""Components, fields and the base page."""

import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.html import Element, parse_html
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

KERNEL = Path(__file__).parent.parent
COMPONENTS = sorted((KERNEL / "templates" / "cotton").glob("*.html"))
TEMPLATES = sorted(KERNEL.parent.rglob("templates/**/*.html"))
OPENS_WITH_ITS_PROPS = re.compile(r"(\{% load [a-z_ ]+ %\}\n)?<c-vars [^>]+/>\n\{# .+ #\}\n")
INLINE = re.compile(r"""\sstyle=|<style|\son[a-z]+=|\shx-on|<script(?![^>]*\ssrc=)""")


def render(source: str, **context: object) -> Element:
    """Render a piece of a page, so that only white space may differ."""
    template = engines["django"].from_string(CottonCompiler().process(source))
    with override("ko"):
        return parse_html(template.render(context))


class OfferForm(forms.Form):
    title = forms.CharField(label="제목", help_text="목록에 보입니다.")
    way = forms.ChoiceField(
        label="방식", choices=[("FREE", "무상")], widget=forms.RadioSelect, required=False
    )
    agreed = forms.BooleanField(label="동의")


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_component_opens_with_its_props_and_a_comment(path: Path) -> None:
    assert OPENS_WITH_ITS_PROPS.match(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_template_holds_nothing_the_csp_would_refuse(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


def test_styles_and_scripts_stay_small() -> None:
    names = ("kernel/site.css", "kernel/site.js", "django_htmx/htmx-2.min.js")
    contents = [Path(str(finders.find(name))).read_bytes() for name in names]

    assert len(contents[0]) < 40_000
    assert sum(len(gzip.compress(content)) for content in contents) < 60_000


def test_field_names_help_and_error_for_the_input() -> None:
    form = OfferForm({"title": "", "agreed": "on"})

    html = render("{{ form.title.as_field_group }}", form=form)

    assert html == parse_html(
        '<div class="field wrong"><label class="field-label" for="id_title">제목'
        '<span class="required">필수</span></label>'
        '<div class="help" id="id_title_helptext">목록에 보입니다.</div>'
        '<div class="field-error" id="id_title_error"><p>필수 항목입니다.</p></div>'
        '<input type="text" name="title" required aria-invalid="true"'
        ' aria-describedby="id_title_helptext id_title_error" id="id_title"></div>'
    )


def test_field_component_is_the_field_group() -> None:
    form = OfferForm()

    for name in form.fields:
        group = render("{{ field.as_field_group }}", field=form[name])
        assert render('<c-field :field="field" />', field=form[name]) == group


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = render('<c-field :field="field" />', field=OfferForm()["way"])

    assert html == parse_html(
        '<fieldset class="field"><legend class="field-label">방식</legend>'
        '<div class="choices"><div id="id_way"><div><label for="id_way_0">'
        '<input type="radio" name="way" value="FREE" id="id_way_0"> 무상</label></div></div></div>'
        "</fieldset>"
    )


def test_form_errors_lead_to_their_fields_and_take_the_focus() -> None:
    html = render('<c-form-errors :form="form" />', form=OfferForm({"title": "x"}))

    assert html == parse_html(
        '<div class="alert danger form-errors" role="alert" tabindex="-1" autofocus>'
        "<p><strong>입력한 내용을 확인해 주세요.</strong></p>"
        '<ul><li><a href="#id_agreed">동의 — 필수 항목입니다.</a></li></ul></div>'
    )


def test_form_without_errors_has_no_summary() -> None:
    assert render('<c-form-errors :form="form" />', form=OfferForm()) == parse_html("")


def test_steps_mark_where_i_am() -> None:
    steps = [("신청", "done"), ("서명", "current"), ("완료", "todo")]

    html = render('<c-steps :steps="steps" />', steps=steps)

    assert html == parse_html(
        '<ol class="steps" aria-label="진행 단계">'
        '<li class="done"><span>신청<span class="unseen">, 마침</span></span></li>'
        '<li class="current" aria-current="step"><span>서명</span></li>'
        '<li class="todo"><span>완료</span></li></ol>'
    )


@pytest.mark.parametrize(
    ("days", "badge"),
    [
        (3, '<span class="badge info">3영업일 남음</span>'),
        (2, '<span class="badge warning">2영업일 남음</span>'),
        (0, '<span class="badge danger">오늘 마감</span>'),
        (-1, '<span class="badge neutral">기한 지남</span>'),
    ],
)
def test_deadline_grows_louder(days: int, badge: str) -> None:
    html = render('<c-deadline :days="days" />', days=days)

    assert html == parse_html(f'<span class="deadline">{badge}</span>')


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_page_stands_without_shell_or_request(name: str) -> None:
    html = render_to_string(f"{name}.html")

    assert "<c-" not in html
    assert "{%" not in html
    assert html.count("<h1>") == 1
    assert "<nav" not in html


def test_base_shows_the_shell() -> None:
    request = RequestFactory().get("/offers", {"q": "선반"})
    shell = {"navigation": [("나눔 공고", "/offers", True)], "banner": "체험용"}

    with override("ko"):
        page = parse_html(render_to_string("404.html", {"shell": shell, "request": request}))

    link = parse_html('<a href="/offers" aria-current="page">나눔 공고</a>')
    banner = parse_html('<aside class="banner" aria-label="체험 안내">체험용</aside>')
    back = parse_html('<input type="hidden" name="next" value="/offers?q=%EC%84%A0%EB%B0%98">')
    # Each stands in the bar and in the folded menu, of which one is shown.
    assert (page.count(link), page.count(banner), page.count(back)) == (2, 1, 2)


def test_button_with_an_address_is_a_link() -> None:
    html = render('<c-button href="/a" variant="primary">가기</c-button>')

    assert html == parse_html('<a class="button primary medium" href="/a">가기</a>')


def test_button_escapes_what_it_passes_on() -> None:
    value = '"" autofocus="on"'  # looks quoted already: cotton itself would let it through

    html = render('<c-button name="answer" :value="value" disabled>답</c-button>', value=value)

    assert html == parse_html(
        '<button class="button secondary medium" type="submit" name="answer"'
        ' value="&quot;&quot; autofocus=&quot;on&quot;" disabled>답</button>'
    )


def test_component_takes_no_props_from_the_page_around_it() -> None:
    html = render("<c-card>안</c-card>", title="바깥", foot="바깥", href="/x", level="9")

    assert html == parse_html('<article class="card">안</article>')
