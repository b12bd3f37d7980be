"""What is wrong, or worth knowing, about a row: stable codes, sentences in two languages."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

REFUSALS: dict[str, str | Promise] = {
    "TITLE_MISSING": _("자산명이 비어 있습니다."),
    "CLASS_UNKNOWN": _("자산구분이 다섯 가지 구분에 들지 않습니다."),
    "DATE_UNREADABLE": _("날짜로 읽을 수 없습니다."),
    "DATE_IMPOSSIBLE": _("있을 수 없는 날짜입니다."),
    "MONEY_UNREADABLE": _("금액으로 읽을 수 없습니다."),
    "MONEY_NEGATIVE": _("금액이 0보다 작습니다."),
    "QUANTITY_INVALID": _("수량은 1 이상의 정수여야 합니다."),
    "PERCENT_UNREADABLE": _("0에서 100 사이의 비율로 읽을 수 없습니다."),
    "TEXT_TOO_LONG": _("글자 수가 너무 많습니다."),
    "REGISTRATION_MALFORMED": _("특허·실용신안 등록번호의 형식이 아닙니다."),
    "APPLICATION_MALFORMED": _("특허·실용신안 출원번호의 형식이 아닙니다."),
    "FORMULA_CELL": _("수식이 든 칸은 읽지 않습니다. 값으로 바꾸어 올려 주세요."),
    "ASSET_NO_DUPLICATE": _("같은 파일의 앞 행과 자산번호가 같습니다."),
}

FLAGS: dict[str, str | Promise] = {
    "DUPLICATE_SERIAL": _("같은 파일의 앞 행과 시리얼번호가 같습니다."),
    "DUPLICATE_REGISTRATION": _("같은 파일의 앞 행과 등록번호가 같습니다."),
    "RIGHT_LAPSED": _("소멸한 권리입니다. 장부에는 올리지만 공고할 수 없습니다."),
    "CONDITION_UNKNOWN": _("상태를 다섯 가지로 옮기지 못했습니다. 공고 전에 골라 주세요."),
}


def in_both(message: str | Promise) -> dict[str, str]:
    """Say a sentence in Korean and in English."""
    spoken = {}
    for language in ("ko", "en"):
        with override(language):
            spoken[language] = str(message)
    return spoken


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell for which its row was refused."""

    row: int
    column: str  # the header as written
    code: str
    value: str  # as written

    @property
    def message(self) -> str | Promise:
        return REFUSALS[self.code]

    def as_report(self) -> dict[str, object]:
        """Give the form an import report has (the contract's)."""
        return {
            "row": self.row,
            "column": self.column,
            "code": self.code,
            "value": self.value,
            "message": in_both(self.message),
        }


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about an accepted row that its owner should know."""

    row: int
    code: str

    @property
    def message(self) -> str | Promise:
        return FLAGS[self.code]

    def as_report(self) -> dict[str, object]:
        """Give the form an import report has (the contract's)."""
        return {"row": self.row, "code": self.code, "message": in_both(self.message)}
