"""Words of Korean text for searching without a dictionary: overlapping pairs of syllables.

Lee & Ahn, "Using n-grams for Korean text retrieval" (SIGIR 1996): bigrams find Korean compound
nouns however they are spaced, as well as morphological analysis does. Pairs are also taken
across white space, on both sides, so that 사출 성형기 and 사출성형기 give the same words. Latin
words and numbers stay whole: they are spaced reliably.

>>> tokens("CNC선반 150톤")
['cnc', '선반', '150', '톤']
>>> tokens("사출 성형기") == tokens("사출성형기") == ['사출', '출성', '성형', '형기']
True
>>> query_tokens("지게차를 빌리고 싶어요")
['지게', '게차', '차를', '를빌', '빌리', '리고']
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
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
    """Cut a text into its words, in order and with repetitions."""
    return list(_cut(_fold(text)))


def query_tokens(text: str) -> list[str]:
    """Cut what somebody typed: each word once, without the words of asking.

    A query of nothing but such words is taken at its word.
    """
    folded = _fold(text)
    asked = " ".join(word for word in folded.split() if word not in STOP_WORDS)
    return list(dict.fromkeys(_cut(asked or folded)))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _cut(folded: str) -> Iterator[str]:
    for run in RUN.finditer(folded):
        if run["hangul"]:
            yield from _pairs("".join(run["hangul"].split()))
        elif run["number"]:
            yield run["number"].replace(",", "")[:LONGEST]
        else:
            yield run["word"][:LONGEST]


def _pairs(syllables: str) -> Iterable[str]:
    if len(syllables) == 1:
        return [syllables]
    return (left + right for left, right in pairwise(syllables))
