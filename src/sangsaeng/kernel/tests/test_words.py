"""Dates, money and numbers, in both languages."""

import datetime as dt

import pytest
from django.template import engines
from django.utils.translation import override

from sangsaeng.kernel import words

THURSDAY = dt.date(2014, 2, 27)
# Half past three in the afternoon in London is past midnight in Seoul.
LATE = dt.datetime(2014, 2, 26, 15, 30, tzinfo=dt.UTC)


def render(template: str, **context: object) -> str:
    return str(engines["django"].from_string(template).render(context))


def test_date_text_follows_the_language() -> None:
    with override("ko"):
        korean = words.date_text(THURSDAY)
    with override("en"):
        english = words.date_text(THURSDAY)

    assert (korean, english) == ("2014. 2. 27.(목)", "Thu 27 Feb 2014")


def test_a_moment_reads_in_seoul_time() -> None:
    with override("ko"):
        korean = (words.date_text(LATE), words.time_text(LATE), words.moment_text(LATE))
    with override("en"):
        english = words.moment_text(LATE)

    assert korean == ("2014. 2. 27.(목)", "00:30", "2014. 2. 27.(목) 00:30")
    assert english == "Thu 27 Feb 2014, 00:30"


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "0원"),
        (500, "500원"),
        (10_000, "1만 원"),
        (12_345, "1만 2,345원"),
        (120_000_000, "1억 2,000만 원"),
        (100_000_001, "1억 1원"),
        (1_230_000_000_000, "1조 2,300억 원"),
        (-30_000, "−3만 원"),
    ],
)
def test_won_text_says_the_amount_to_the_last_won(amount: int, said: str) -> None:
    with override("ko"):
        assert words.won_text(amount) == said


def test_won_text_in_english_is_the_figure() -> None:
    with override("en"):
        assert words.won_text(120_000_000) == "KRW 120,000,000"


def test_won_carries_the_exact_figure() -> None:
    with override("ko"):
        html = render("{{ amount|won }}", amount=120_000_000)

    assert html == '<data value="120000000" title="120,000,000원">1억 2,000만 원</data>'


def test_business_number_is_grouped_however_it_was_stored() -> None:
    grouped = [
        words.business_number_text(stored) for stored in ("1248100998", "124-81-00998", None)
    ]

    assert grouped == ["124-81-00998", "124-81-00998", ""]


def test_days_left_text_counts_down() -> None:
    with override("ko"):
        texts = [words.days_left_text(days) for days in (3, 1, 0, -1, None)]

    assert texts == ["3영업일 남음", "1영업일 남음", "오늘 마감", "기한 지남", ""]


def test_nothing_reads_as_nothing() -> None:
    assert (
        render("{{ x|ko_date }}{{ x|ko_time }}{{ x|moment }}{{ x|won }}{{ x|days_left }}", x=None)
        == ""
    )


def test_attributes_escapes_what_cotton_would_trust() -> None:
    html = render("{{ attrs|attributes }}", attrs={"value": '"><script>', "disabled": True})

    assert html == ' value="&quot;&gt;&lt;script&gt;" disabled'
