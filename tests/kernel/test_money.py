import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.money import count_noun, parse_riyals, riyals, with_unit
from silah.foundation.kernel.text import eastern_digits


@pytest.mark.parametrize(
    ("halalas", "shown"),
    [
        (0, "0"),
        (5, "0.05"),
        (125_050, "1,250.50"),
        (125_000, "1,250"),
        (5_295_000, "52,950"),
        (-150, "-1.50"),
        (-100_000, "-1,000"),
    ],
)
def test_an_amount_is_shown_in_riyals(halalas: int, shown: str) -> None:
    assert riyals(halalas) == shown


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        (0, "0 ريال"),
        (1, "ريال واحد"),
        (2, "ريالان"),
        (3, "3 ريالات"),
        (10, "10 ريالات"),
        (11, "11 ريالًا"),
        (99, "99 ريالًا"),
        (100, "100 ريال"),
        (101, "101 ريال"),
        (102, "102 ريال"),
        (103, "103 ريالات"),
        (111, "111 ريالًا"),
        (1_000, "1,000 ريال"),
        (52_950, "52,950 ريالًا"),
        (60_000, "60,000 ريال"),
    ],
)
def test_the_riyal_agrees_with_its_number(whole: int, said: str) -> None:
    assert with_unit(whole * 100) == said


def test_an_amount_with_halalas_keeps_the_plain_noun() -> None:
    assert with_unit(125_050) == "1,250.50 ريال"
    assert with_unit(-300) == "-3 ريال"


def test_any_noun_can_agree() -> None:
    days = ("يوم واحد", "يومان", "أيام", "يومًا", "يوم")
    assert [count_noun(n, *days) for n in (1, 2, 5, 14, 100)] == [
        "يوم واحد",
        "يومان",
        "5 أيام",
        "14 يومًا",
        "100 يوم",
    ]


@pytest.mark.parametrize(
    ("typed", "halalas"),
    [
        ("1250.5", 125_050),
        ("1,250.50", 125_050),
        ("١٬٢٥٠٫٥٠", 125_050),
        ("١٢٥٠", 125_000),
        ("٥٢،٩٥٠ ريالًا", 5_295_000),
        ("52950 ر.س", 5_295_000),
        ("SAR 750", 75_000),
        ("3 ريالات", 300),
        ("0", 0),
        ("007", 700),
        ("12.", 1_200),
        ("1 000 000", 100_000_000),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, halalas: int) -> None:
    assert parse_riyals(typed) == halalas


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("ريال", "empty"),
        ("-5", "negative"),
        ("−5", "negative"),
        ("ألف", "characters"),
        ("1,25", "characters"),
        ("12,3456", "characters"),
        ("1.2.3", "characters"),
        ("5e3", "characters"),
        ("1.005", "decimals"),
        ("1000000000001", "too_large"),
        ("9" * 5_000, "too_large"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(Malformed) as caught:
        parse_riyals(typed)
    assert caught.value.code == code


@given(st.integers(0, 10**14))
def test_what_is_shown_can_be_typed_again(halalas: int) -> None:
    assert parse_riyals(riyals(halalas)) == halalas
    assert parse_riyals(eastern_digits(riyals(halalas)).replace(",", "٬").replace(".", "٫")) == halalas


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        outcome = parse_riyals(text) >= 0
    except Malformed as error:
        outcome = error.code in {"empty", "negative", "characters", "decimals", "too_large"}
    assert outcome
