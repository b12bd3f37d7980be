import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangsaeng.methods.bigrams import LONGEST, query_tokens, tokens

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("CNC선반", ["cnc", "선반"]),
        ("150톤", ["150", "톤"]),
        ("1,200만원", ["1200", "만원"]),
        ("1,20", ["1", "20"]),
        ("R&D 과제", ["r", "d", "과제"]),
        ("사출 성형기", ["사출", "출성", "성형", "형기"]),
        ("금형·사출", ["금형", "사출"]),
        ("전기 톱", ["전기", "기톱", "톱"]),
        ("금형\n사출", ["금형", "형사", "사출"]),
        ("\uff23\uff2e\uff23 \uff11", ["cnc", "1"]),
        ("SM_45C", ["sm", "45", "c"]),
        ("中古 선반", ["中古", "선반"]),
        ("a" * 50, ["a" * LONGEST]),
        ("7" * 50, ["7" * LONGEST]),
        ("'\\:&|!()<>* \x00", []),
    ],
)
def test_tokens_cuts(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(HANGUL, st.data())
def test_tokens_does_not_lose_a_compound_to_spacing(word: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(word)))
    spaced = f"{word[:cut]} {word[cut:]}"

    pairs = [token for token in tokens(spaced) if len(token) == 2]
    assert pairs == [token for token in tokens(word) if len(token) == 2]
    assert tokens(unicodedata.normalize("NFD", spaced)) == tokens(spaced)


@given(st.lists(HANGUL, min_size=1, max_size=4))
def test_query_tokens_are_words_of_the_same_document(words: list[str]) -> None:
    text = " ".join(words)

    assert set(query_tokens(text)) <= set(tokens(text)) | set(tokens(text.replace(" ", "")))


@given(st.text())
def test_tokens_are_safe_to_quote(text: str) -> None:
    for token in tokens(text):
        assert 0 < len(token) <= LONGEST
        assert not set(token) & set(" '\\\x00:")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("선반을 구하는 기업", ["선반", "반을", "구하", "하는"]),
        ("싶어요", ["싶어", "어요"]),
        ("금형 금형", ["금형"]),
    ],
)
def test_query_tokens_leaves_the_words_of_asking_out(text: str, expected: list[str]) -> None:
    assert query_tokens(text) == expected
