import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel import phone
from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import eastern_digits

counters = st.integers(0, 9_999_999)


@pytest.mark.parametrize(
    "typed",
    [
        "0500000000",
        "500000000",
        "966500000000",
        "00966500000000",
        "+966500000000",
        "+966 50 000 0000",
        "050-000-0000",
        "(050) 000 0000",
        "+966 0500000000",
        "٠٥٠٠٠٠٠٠٠٠",
        "+٩٦٦٥٠٠٠٠٠٠٠٠",
        "۰۵۰۰۰۰۰۰۰۰",
        "\u202a+966500000000\u202c",
    ],
)
def test_a_mobile_is_read_as_people_type_it(typed: str) -> None:
    assert phone.parse_mobile(typed) == "+966500000000"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "characters"),
        ("جوالي", "characters"),
        ("05000000OO", "characters"),
        ("0500000000;ext=5", "characters"),
        ("05000", "length"),
        ("05000000001234", "length"),
        ("+971501234567", "country"),
        ("+999123456789", "country"),
        ("0112345678", "mobile"),
        ("920012345", "mobile"),
        ("8001234567", "mobile"),
    ],
)
def test_what_is_no_saudi_mobile_says_why(typed: str, code: str) -> None:
    with pytest.raises(Malformed) as caught:
        phone.parse_mobile(typed)
    assert caught.value.code == code


def test_a_mobile_is_shown_as_it_is_read_out() -> None:
    assert phone.display("+966500000000") == "050 000 0000"
    assert phone.masked("+966501234567") == "05• ••• ••67"


@given(counters)
def test_an_invented_mobile_is_valid_and_marked(n: int) -> None:
    mobile = phone.synthetic(n)
    assert phone.parse_mobile(mobile) == phone.parse_mobile(eastern_digits(phone.display(mobile))) == mobile
    assert phone.is_synthetic(mobile)
    assert int(mobile[-7:]) == n


def test_other_mobiles_are_not_marked_as_invented() -> None:
    assert not phone.is_synthetic("+966500000000")


@pytest.mark.parametrize("n", [-1, 10_000_000])
def test_the_invented_range_ends(n: int) -> None:
    with pytest.raises(ValueError, match="invented"):
        phone.synthetic(n)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        outcome = phone.parse_mobile(text).startswith("+9665")
    except Malformed as error:
        outcome = error.code in {"characters", "length", "country", "mobile"}
    assert outcome
