import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel.text import ascii_digits, clean, eastern_digits


@pytest.mark.parametrize("typed", ["٠٥٠١٢٣٤٥٦٧", "۰۵۰۱۲۳۴۵۶۷", "0501234567", "٠٥٠1234۵٦7"])
def test_digits_of_any_keyboard_are_read(typed: str) -> None:
    assert ascii_digits(typed) == "0501234567"


def test_only_digits_change() -> None:
    assert ascii_digits("شقة ٣، حي النسيم") == "شقة 3، حي النسيم"
    assert eastern_digits("شقة 3، حي ۷") == "شقة ٣، حي ٧"


@given(st.text(alphabet="0123456789-/ س"))
def test_digits_come_back_from_eastern_form(text: str) -> None:
    assert ascii_digits(eastern_digits(text)) == text


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  خالد   سعد\t\nالحربي ", "خالد سعد الحربي"),
        ("محمـــد", "محمد"),
        ("\u202bنورة\u202c \u200fسعد\u200e", "نورة سعد"),
        ("عبد\u200cالله", "عبدالله"),
        ("\ufeffمها", "مها"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ﷲ", "الله"),
        ("فهد\u00a0الشمري", "فهد الشمري"),
        ("أمل\x00", "أمل"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("", ""),
    ],
)
def test_a_line_is_tidied(typed: str, tidy: str) -> None:
    assert clean(typed) == tidy


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_a_tidy_line_can_be_stored(text: str) -> None:
    assert "\x00" not in clean(text)
    assert clean(text).encode().decode() == clean(text)
