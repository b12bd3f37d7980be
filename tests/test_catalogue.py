"""What the catalogue tool finds in a template is what Django will look up."""

from pathlib import Path

import pytest
from tools.catalogue import Module, Source, faults_of, in_template

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{% translate "배정" %}', [Source("배정")]),
        ("{% translate '배정' as word %}", [Source("배정")]),
        ('{% translate "배정" context "verb" %}', [Source("배정", context="verb")]),
        ('{% translate "100% 무상" %}', [Source("100%% 무상")]),
        ("{% translate word %}", []),
        ('<c-button label="{% translate "신청" %}" />', [Source("신청")]),
        ("<c-button :label=\"_('신청')\" />", [Source("신청")]),
        ('{{ _("신청") }}', [Source("신청")]),
        ('{% include "a.html" with title=_("신청") %}', [Source("신청")]),
        ('{% comment %}{% translate "옛말" %}{% endcomment %}', []),
        ('{# {% translate "옛말" %} #}', []),
        (
            "{% blocktranslate trimmed with n=no %}\n  예비\n  {{ n }}번\n{% endblocktranslate %}",
            [Source("예비 %(n)s번")],
        ),
        (
            "{% blocktranslate count n=n %}{{ n }}건{% plural %}{{ n }}건들{% endblocktranslate %}",
            [Source("%(n)s건", "%(n)s건들")],
        ),
    ],
)
def test_template_texts_are_found(template: str, found: list[Source]) -> None:
    assert list(in_template(template)) == found


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "배정: %(name)s"\nmsgstr "Award: %(name)s"\n', []),
        ("", ["trial: not in the catalogue: 배정: %(name)s"]),
        ('msgid "배정: %(name)s"\nmsgstr ""\n', ["trial: no English: 배정: %(name)s"]),
        (
            '#, fuzzy\nmsgid "배정: %(name)s"\nmsgstr "Award: %(name)s"\n',
            ["trial: marked fuzzy: 배정: %(name)s"],
        ),
        (
            'msgid "배정: %(name)s"\nmsgstr "Award: %(title)s"\n',
            ["trial: placeholders differ: 배정: %(name)s"],
        ),
        (
            'msgid "배정: %(name)s"\nmsgstr "배정: %(name)s"\n',
            ["trial: Hangul in the English: 배정: %(name)s"],
        ),
        (
            'msgid "배정: %(name)s"\nmsgstr "Award: %(name)s"\n\nmsgid "옛말"\nmsgstr "Old"\n',
            ["trial: no longer used: 옛말"],
        ),
    ],
)
def test_catalogue_faults_are_named(tmp_path: Path, entry: str, fault: list[str]) -> None:
    folder = tmp_path / "trial"
    po = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    (folder / "policies.py").write_text('REASON = _("배정: %(name)s")\nNAME = _("TOTP")\n')
    po.write_text(PO + entry)

    assert list(faults_of(Module(folder))) == fault


def test_text_that_is_no_literal_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "policies.py").write_text("REASON = _(text)\n")

    [fault] = faults_of(Module(tmp_path))

    assert fault.endswith("policies.py:1: _() takes a literal text")
