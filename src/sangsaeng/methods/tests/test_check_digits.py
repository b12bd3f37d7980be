import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangsaeng.methods.check_digits import (
    InvalidBusinessNumber,
    complete_business_number,
    format_business_number,
    is_business_number,
    is_corporate_number,
    normalise_business_number,
)

NINE_DIGITS = st.text("0123456789", min_size=9, max_size=9).filter(lambda text: int(text) > 0)
FULL_WIDTH = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)})


@pytest.mark.parametrize(
    "written",
    [
        "123-45-67891",
        "1234567891",
        " 123 45 67891 ",
        "123\u201345\u201367891",
        "123\uff0d45\uff0d67891",
        "123\u201045\u221267891",
    ],
)
def test_normalise_business_number_reads_what_people_write(written: str) -> None:
    assert normalise_business_number(written) == "1234567891"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "123-45-67890",
        "000-00-00000",
        "123-45-6789",
        "123-45-678911",
        "١٢٣٤٥٦٧٨٩١",
        "12E4567891",
    ],
)
def test_normalise_business_number_refuses_with_the_stable_code(written: str) -> None:
    with pytest.raises(InvalidBusinessNumber) as refusal:
        normalise_business_number(written)

    assert refusal.value.code == "BIZNO_CHECKSUM"


@given(NINE_DIGITS)
def test_complete_business_number_makes_a_number_every_reader_takes(first_nine: str) -> None:
    number = complete_business_number(first_nine)

    assert is_business_number(number)
    assert normalise_business_number(format_business_number(number)) == number
    assert normalise_business_number(number.translate(FULL_WIDTH)) == number


@given(NINE_DIGITS, st.integers(0, 9))
def test_is_business_number_takes_one_last_digit_only(first_nine: str, last: int) -> None:
    number = complete_business_number(first_nine)

    assert is_business_number(f"{first_nine}{last}") == (number[9] == str(last))


@given(NINE_DIGITS, st.integers(0, 9), st.integers(1, 9))
def test_is_business_number_notices_one_wrong_digit(text: str, place: int, slip: int) -> None:
    number = complete_business_number(text)
    wrong = str((int(number[place]) + slip) % 10)

    assert not is_business_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("text", ["", "12345678", "1234567890", "12345678x"])
def test_complete_business_number_wants_nine_digits(text: str) -> None:
    with pytest.raises(InvalidBusinessNumber):
        complete_business_number(text)


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("1101110000002", True),
        ("1101110000003", False),
        ("0000000000000", False),
        ("110111-000000", False),
        ("110111000000", False),
    ],
)
def test_is_corporate_number_checks_shape_and_digit(digits: str, valid: bool) -> None:  # noqa: FBT001  # a table's column
    assert is_corporate_number(digits) is valid
