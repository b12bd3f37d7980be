"""Words of Korean text for searching without a dictionary: overlapping pairs of syllables.

Lee & Ahn, "Using n-grams for Korean text retrieval" (SIGIR 1996): bigrams find Korean compound
nouns however they are spaced, as well as morphological analysis does. Latin words and numbers
stay whole: they are spaced reliably.

A document is also cut across white space, so that 사출성형기 finds 사출 성형기. A query is not: its
spaces say where words end, and pairs across them reward documents that merely put two of the
words side by side (measured: docs/reports/search.md). A word of one syllable has no pair of its
own, so it counts by itself, and in a query together with its neighbours.

>>> tokens("CNC선반 150톤")
['cnc', '선반', '150', '톤']
>>> tokens("사출 성형기") == tokens("사출성형기") == ['사출', '출성', '성형', '형기']
True
>>> query_tokens("사출 성형기"), query_tokens("전기 톱")
(['사출', '성형', '형기'], ['전기', '기톱', '톱'])
>>> query_tokens("지게차를 빌리고 싶어요")
['지게', '게차', '차를', '빌리', '리고']
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

# A run of Hangul may hold white space; 1,200 is one number; other letters (Latin, Hanja) by word.
RUN = re.compile(
    r"(?P<hangul>[가-힣]+(?:\s+[가-힣]+)*)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+)"
    r"|(?P<word>[^\W\d_가-힣]+)"
)
# No word is longer than this; what is longer is no word, and the index has a limit.
LONGEST = 40
# Words of asking, not of the thing asked for. Left out of queries only, and only as whole words.
WORDS_OF_ASKING = (
    "있는 있나요 있을까요 없나요 하는 하고 하려는 할 수 을 를 이 가 은 는 의 에 와 과 및 또는 또 "
    "싶어요 싶습니다 싶은데 싶은 찾아요 찾습니다 찾고 구해요 구합니다 원해요 원합니다 필요해요 "
    "필요합니다 필요한 주세요 부탁드립니다 알려주세요 궁금해요 관련 관한 대한 위한 위해 곳 것 좀 "
    "어디 어떤 무엇 기업 회사 업체"
)
STOP_WORDS = frozenset(WORDS_OF_ASKING.split())


def tokens(text: str) -> list[str]:
    """Cut a document into its words, in order and with repetitions."""
    return list(_cut(_fold(text), across=True))


def query_tokens(text: str) -> list[str]:
    """Cut what somebody typed: each word once, without the words of asking.

    A query of nothing but such words is taken at its word.
    """
    folded = _fold(text)
    asked = " ".join(word for word in folded.split() if word not in STOP_WORDS)
    return list(dict.fromkeys(_cut(asked or folded, across=False)))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _cut(folded: str, *, across: bool) -> Iterator[str]:
    for run in RUN.finditer(folded):
        if run["hangul"]:
            yield from _pairs(run["hangul"].split(), across=across)
        elif run["number"]:
            yield run["number"].replace(",", "")[:LONGEST]
        else:
            yield run["word"][:LONGEST]


def _pairs(words: list[str], *, across: bool) -> Iterator[str]:
    before = ""
    for word in words:
        if before and (across or len(before) == 1 or len(word) == 1):
            yield before[-1] + word[0]
        if len(word) == 1:
            yield word
        yield from (left + right for left, right in pairwise(word))
        before = word
