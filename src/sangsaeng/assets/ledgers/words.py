"""The words ledgers use: headers, classes, conditions, units, totals and notes."""

import re
import tomllib
import unicodedata
from importlib import resources

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sangsaeng.assets.choices import AssetClass, Condition


class Field(TextChoices):
    """What a column of a ledger can say; the labels are those of the mapping screen."""

    ASSET_NO = "asset_no", _("자산번호")
    TITLE = "title", _("자산명")
    ASSET_CLASS = "asset_class", _("자산구분")
    MAKER = "maker", _("제조사")
    MODEL_NAME = "model_name", _("모델명")
    SERIAL = "serial", _("시리얼번호")
    PURCHASED_ON = "purchased_on", _("취득일자")
    PURCHASE_COST = "purchase_cost", _("취득가액")
    BOOK_VALUE = "book_value", _("장부가액")
    QUANTITY = "quantity", _("수량")
    UNIT = "unit", _("단위")
    CONDITION = "condition", _("상태")
    UTILISATION = "utilisation_percent", _("가동률")
    IDLE_SINCE = "idle_since", _("유휴시작일")
    SITE = "site", _("소재지")
    NOTE = "note", _("비고")
    DEPARTMENT = "department", _("부서")
    APPLICATION_NO = "application_no", _("출원번호")
    REGISTRATION_NO = "registration_no", _("등록번호")
    FILED_ON = "filed_on", _("출원일")
    REGISTERED_ON = "registered_on", _("등록일")
    LEGAL_STATUS = "legal_status", _("법적상태")
    CO_OWNERS = "co_owners", _("공동출원인")
    IPC = "ipc", _("국제특허분류")
    WISHED_RIGHT = "wished_right", _("희망조건")
    AVAILABLE_FROM = "available_from", _("제공 가능일")


def plain(text: str) -> str:
    """Take out what is only looks: spaces, punctuation, case, width.

    >>> plain("규격 / 모델"), plain("S/N")
    ('규격모델', 'sn')
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


_WORDS: dict[str, dict[str, str]] = tomllib.loads(
    resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)


def _by_word(kind: str) -> dict[str, str]:
    return {word: name for name, words in _WORDS[kind].items() for word in words.split()}


HEADERS = {word: Field(name) for word, name in _by_word("headers").items()}
CLASSES = {word: AssetClass(name) for word, name in _by_word("classes").items()}
CONDITIONS = {word: Condition(name) for word, name in _by_word("conditions").items()}

# What a ledger without a class column says of itself in its headings.
HEADINGS = {
    AssetClass.INTELLECTUAL_PROPERTY: re.compile("특허|실용신안|지식재산|patent", re.IGNORECASE),
    AssetClass.TRAINING_CONTENT: re.compile("교육|강의|콘텐츠|course|training", re.IGNORECASE),
    AssetClass.RESEARCH_EQUIPMENT: re.compile("연구|시험|계측|research|instrument", re.IGNORECASE),
    AssetClass.OFFICE_FACILITY: re.compile("사무|비품|집기|office", re.IGNORECASE),
    AssetClass.PRODUCTION_EQUIPMENT: re.compile(
        "(?<!연구)(?<!시험)(?<!계측)설비|기계|machine", re.IGNORECASE
    ),
}

LAPSED = re.compile("소멸|만료|포기|무효|취하|거절|실효|lapsed|expired|abandoned", re.IGNORECASE)
TOTAL = re.compile("소계|합계|총계|누계|총합계|계|subtotal|total|grandtotal")
PARTIAL_TOTAL = re.compile(".*(?:소계|합계|총계|누계)")
NOTE_MARKS = ("※", "☞", "주)", "주:", "*")

_UNITS = {"원": 1, "천원": 10**3, "만원": 10**4, "십만원": 10**5, "백만원": 10**6, "억원": 10**8}
_ENGLISH_UNITS = {"krw": 1, "won": 1, "thousand": 10**3, "million": 10**6}


def unit_noted(text: str) -> int | None:
    """Read a note of the unit a whole sheet counts money in.

    >>> unit_noted("(단위: 천원)"), unit_noted("[단위 : 백만 원]"), unit_noted("Unit: KRW thousand")
    (1000, 1000000, 1000)
    >>> unit_noted("단위")
    """
    found = _UNIT_NOTE.search(_spread(text))
    return _unit(found[1] or found[2] or "") if found else None


def column_unit(header: str) -> int | None:
    """Read the unit a money column names in its header.

    >>> column_unit("취득가액(원)"), column_unit("취득가 (천원)"), column_unit("취득원가(원가법)")
    (1, 1000, None)
    """
    found = _BRACKETS.search(_spread(header))
    return _unit(found[0]) if found else None


def is_foreign(text: str) -> bool:
    """Tell whether a unit note or a header counts in another currency than won."""
    spread = _spread(text)
    noted = _UNIT_NOTE.search(spread) or _BRACKETS.search(spread)
    return bool(noted and _FOREIGN.search(noted[0]))


def without_brackets(header: str) -> str:
    """Cut what a header says in brackets: a unit, an explanation."""
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", header))


_UNIT_NOTE = re.compile(r"(?:단위|unit)[:=]?(.*)|^[(\[](.+)[)\]]$")
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_FOREIGN = re.compile(r"달러|불화|유로|엔화|위안|usd|eur|jpy|cny|[$€¥]")


def _spread(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _unit(words: str) -> int | None:
    if found := re.search("(?:십만|백만|천|만|억)?원(?![가-힣])", words):
        return _UNITS[found[0]]
    if "krw" in words or "won" in words:
        return max(size for word, size in _ENGLISH_UNITS.items() if word in words)
    return None
