import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel import iban
from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import eastern_digits

PUBLISHED = "SA0380000000608010167519"
counters = st.integers(0, 10**18 - 1)


@pytest.mark.parametrize(
    "typed",
    [
        PUBLISHED,
        "sa03 8000 0000 6080 1016 7519",
        "SA٠٣ ٨٠٠٠ ٠٠٠٠ ٦٠٨٠ ١٠١٦ ٧٥١٩",
        " SA03-8000-0000-6080-1016-7519",
    ],
)
def test_an_account_is_read_as_people_type_it(typed: str) -> None:
    assert iban.parse(typed) == PUBLISHED


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "country"),
        ("0380000000608010167519", "country"),
        ("GB82WEST12345698765432", "country"),
        (PUBLISHED[:-1], "length"),
        (PUBLISHED + "0", "length"),
        (PUBLISHED[:-1] + "8", "checksum"),
        (PUBLISHED[:-1] + "?", "characters"),
        (PUBLISHED[:-1] + "ع", "characters"),
    ],
)
def test_a_wrong_account_says_what_is_wrong(typed: str, code: str) -> None:
    with pytest.raises(Malformed) as caught:
        iban.parse(typed)
    assert caught.value.code == code


def test_an_account_is_shown_in_fours_or_masked() -> None:
    assert iban.grouped(PUBLISHED) == "SA03 8000 0000 6080 1016 7519"
    assert iban.masked(PUBLISHED) == "SA03 •••• 7519"
    assert iban.bank_code(PUBLISHED) == "80"


@given(counters)
def test_an_invented_account_is_valid_and_marked(n: int) -> None:
    number = iban.synthetic(n)
    assert iban.parse(eastern_digits(iban.grouped(number))) == number
    assert iban.is_synthetic(number)
    assert int(number[6:]) == n


def test_a_real_bank_is_not_marked_as_invented() -> None:
    assert not iban.is_synthetic(PUBLISHED)


@given(counters, st.integers(2, 23), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(n: int, place: int, shift: int) -> None:
    number = iban.synthetic(n)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(Malformed):
        iban.parse(wrong)


@pytest.mark.parametrize("n", [-1, 10**18])
def test_the_invented_range_ends(n: int) -> None:
    with pytest.raises(ValueError, match="invented"):
        iban.synthetic(n)
