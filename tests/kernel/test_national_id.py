import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel import national_id
from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import eastern_digits

counters = st.integers(0, national_id.SYNTHETIC_CAPACITY - 1)


@pytest.mark.parametrize(
    "typed", ["1000000008", " 1000000008 ", "١٠٠٠٠٠٠٠٠٨", "۱۰۰۰۰۰۰۰۰۸", "100 000 0008", "\u200e1000000008"]
)
def test_a_number_is_read_from_any_keyboard(typed: str) -> None:
    assert national_id.parse(typed) == "1000000008"


def test_the_first_digit_tells_a_citizen_from_a_resident() -> None:
    assert national_id.kind(national_id.parse("1000000008")) == "citizen"
    assert national_id.kind(national_id.parse("2000000006")) == "resident"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "length"),
        ("100000000", "length"),
        ("10000000080", "length"),
        ("10000000O8", "length"),
        ("100000000²8", "length"),
        ("3000000004", "first_digit"),
        ("0000000000", "first_digit"),
        ("1000000000", "checksum"),
        ("1000000080", "checksum"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(typed: str, code: str) -> None:
    with pytest.raises(Malformed) as caught:
        national_id.parse(typed)
    assert caught.value.code == code


def test_a_masked_number_shows_its_ends() -> None:
    assert national_id.masked("1000000008") == "10••••••08"


@given(counters, st.booleans())
def test_an_invented_number_is_valid_and_marked(n: int, resident: bool) -> None:
    number = national_id.synthetic(n, resident=resident)
    assert national_id.parse(eastern_digits(number)) == number
    assert national_id.is_synthetic(number)
    assert national_id.kind(number) == ("resident" if resident else "citizen")


@given(counters, counters)
def test_two_counters_never_give_one_number(a: int, b: int) -> None:
    assert (national_id.synthetic(a) == national_id.synthetic(b)) == (a == b)


@given(counters, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(n: int, place: int, shift: int) -> None:
    number = national_id.synthetic(n)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(Malformed):
        national_id.parse(wrong)


def test_numbers_in_use_are_not_marked_as_invented() -> None:
    assert not national_id.is_synthetic("1000000008")
    assert not national_id.is_synthetic("2400000002")


@pytest.mark.parametrize("n", [-1, national_id.SYNTHETIC_CAPACITY])
def test_the_invented_range_ends(n: int) -> None:
    with pytest.raises(ValueError, match="invented"):
        national_id.synthetic(n)
