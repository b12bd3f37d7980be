"""Check digits of the Korean business number (사업자등록번호) and corporate number (법인등록번호).

Business number: ten digits, the last a modulus 10 check over weights 1 3 7 1 3 7 1 3 5, with
the tens of the ninth product added (the National Tax Service's published check). Corporate
number: thirteen digits, weights 1 and 2 in turn, modulus 10 (Rules on the registration
numbers of corporations, 법인등록번호 부여 규칙). Neither says that the firm is open: only the
tax office knows that.

>>> normalise_business_number(" 123-45 67891")
'1234567891'
>>> format_business_number("1234567891")
'123-45-67891'
>>> is_business_number("1234567890"), is_business_number("0000000000")
(False, False)
>>> complete_business_number("123456789")
'1234567891'
>>> is_corporate_number("1101110000002"), is_corporate_number("1101110000003")
(True, False)
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import cycle

BUSINESS_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
CORPORATE_WEIGHTS = (1, 2)
NINE, TEN, THIRTEEN = (re.compile(f"[0-9]{{{length}}}") for length in (9, 10, 13))
# What people put between the groups: any white space and any kind of dash.
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")


class InvalidBusinessNumber(ValueError):
    """What was given is no business number; the code is the one of the import report."""

    code = "BIZNO_CHECKSUM"


def normalise_business_number(text: str) -> str:
    """Read a business number as people write it and answer its ten digits.

    Only a number that passes its own check comes back.
    """
    digits = SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if not is_business_number(digits):
        raise InvalidBusinessNumber(text)
    return digits


def is_business_number(digits: str) -> bool:
    """Tell whether ten bare digits pass the check; all zeros do, and are refused by name."""
    return (
        TEN.fullmatch(digits) is not None
        and digits != "0" * 10
        and complete_business_number(digits[:9]) == digits
    )


def complete_business_number(first_nine: str) -> str:
    """Append the check digit to nine digits, for invented firms."""
    if NINE.fullmatch(first_nine) is None:
        raise InvalidBusinessNumber(first_nine)
    total = _weigh(first_nine, BUSINESS_WEIGHTS) + int(first_nine[8]) * 5 // 10
    return f"{first_nine}{-total % 10}"


def format_business_number(digits: str) -> str:
    """Write ten digits the way the certificate prints them."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def is_corporate_number(digits: str) -> bool:
    """Tell whether thirteen bare digits pass the check of the court's register."""
    return (
        THIRTEEN.fullmatch(digits) is not None
        and digits != "0" * 13
        and -_weigh(digits[:12], cycle(CORPORATE_WEIGHTS)) % 10 == int(digits[12])
    )


def _weigh(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
