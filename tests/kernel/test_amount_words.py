"""Amounts in words, as an accountant reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel.amount_words import in_words


@pytest.mark.parametrize(
    ("riyals", "words"),
    [
        (0, "صفر ريال"),
        (1, "ريال واحد"),
        (2, "ريالان"),
        (3, "ثلاثة ريالات"),
        (10, "عشرة ريالات"),
        (11, "أحد عشر ريالًا"),
        (12, "اثنا عشر ريالًا"),
        (18, "ثمانية عشر ريالًا"),
        (20, "عشرون ريالًا"),
        (21, "واحد وعشرون ريالًا"),
        (99, "تسعة وتسعون ريالًا"),
        (100, "مائة ريال"),
        (101, "مائة ريال وريال واحد"),
        (102, "مائة ريال وريالان"),
        (103, "مائة وثلاثة ريالات"),
        (111, "مائة وأحد عشر ريالًا"),
        (200, "مائتا ريال"),
        (202, "مائتا ريال وريالان"),
        (250, "مائتان وخمسون ريالًا"),
        (450, "أربعمائة وخمسون ريالًا"),
        (1_000, "ألف ريال"),
        (1_001, "ألف ريال وريال واحد"),
        (1_100, "ألف ومائة ريال"),
        (1_500, "ألف وخمسمائة ريال"),
        (2_000, "ألفا ريال"),
        (2_002, "ألفا ريال وريالان"),
        (2_200, "ألفان ومائتا ريال"),
        (3_000, "ثلاثة آلاف ريال"),
        (10_000, "عشرة آلاف ريال"),
        (11_000, "أحد عشر ألف ريال"),
        (25_000, "خمسة وعشرون ألف ريال"),
        (52_950, "اثنان وخمسون ألفًا وتسعمائة وخمسون ريالًا"),
        (100_000, "مائة ألف ريال"),
        (101_000, "مائة ألف وألف ريال"),
        (102_000, "مائة ألف وألفا ريال"),
        (200_000, "مائتا ألف ريال"),
        (203_004, "مائتان وثلاثة آلاف وأربعة ريالات"),
        (1_000_000, "مليون ريال"),
        (2_000_000, "مليونا ريال"),
        (1_001_000, "مليون وألف ريال"),
        (3_000_000, "ثلاثة ملايين ريال"),
        (15_250_000, "خمسة عشر مليونًا ومائتان وخمسون ألف ريال"),
        (2_000_000_000, "مليارا ريال"),
    ],
)
def test_riyals_take_the_form_their_number_asks_for(riyals: int, words: str) -> None:
    assert in_words(riyals * 100) == words


@pytest.mark.parametrize(
    ("halalas", "words"),
    [
        (1, "هللة واحدة"),
        (2, "هللتان"),
        (3, "ثلاث هللات"),
        (8, "ثماني هللات"),
        (10, "عشر هللات"),
        (11, "إحدى عشرة هللة"),
        (12, "اثنتا عشرة هللة"),
        (18, "ثماني عشرة هللة"),
        (21, "إحدى وعشرون هللة"),
        (22, "اثنتان وعشرون هللة"),
        (50, "خمسون هللة"),
        (101, "ريال واحد وهللة واحدة"),
        (1_250_50, "ألف ومائتان وخمسون ريالًا وخمسون هللة"),
        (2_000_75, "ألفا ريال وخمس وسبعون هللة"),
    ],
)
def test_halalas_are_feminine(halalas: int, words: str) -> None:
    assert in_words(halalas) == words


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_two_amounts_are_never_written_alike(one: int, other: int) -> None:
    assert (in_words(one) == in_words(other)) == (one == other)


@given(st.integers(0, 10**17 - 1))
def test_no_word_is_doubled_and_no_space_left_over(halalas: int) -> None:
    words = in_words(halalas)
    assert words == " ".join(words.split())
    assert not words.startswith("و") or words.startswith("واحد")


@pytest.mark.parametrize("halalas", [-1, 10**17])
def test_what_no_order_can_say_is_refused(halalas: int) -> None:
    with pytest.raises(ValueError, match="amount"):
        in_words(halalas)
