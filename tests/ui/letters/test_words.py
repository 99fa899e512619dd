"""Text comes out as it went in: order, digits, mixed scripts, marks of Typst's own language."""

import io
from collections.abc import Callable
from dataclasses import replace

import pypdf
import pytest

from silah.foundation.ui.letters import Fact, Letter, MissingItem, Section, print_letter
from silah.foundation.ui.letters.coverage import drawable
from tests.ui.letters.conftest import pages, plain
from tests.ui.letters.samples import (
    accepted,
    agenda,
    case_study,
    declaration,
    minutes,
    payment_order,
    receipt,
)

Read = Callable[[Letter], str]
LONG_NAME = "عبدالرحمن بن عبدالمحسن بن عبداللطيف آل عبدالوهاب المطيري النجدي"


@pytest.mark.parametrize(
    "sentence",
    [
        "لا إله إلا الله محمد رسول الله",
        "الإيجار والكهرباء والأسئلة وهيئة الأوقاف",
        "آل عبدالعزيز لأجل الآن لإتمام لأن إلى هؤلاء شيء مسؤول",
        "التحق المجتهد بالجمعية في جميع المحافظات",
    ],
)
def test_no_joined_letter_is_scrambled_when_copied(sentence: str, read: Read) -> None:
    assert plain(sentence) in read(replace(receipt, next_step=sentence))


@pytest.mark.parametrize("digits", ["12,345.60", "1000000008", "١٢٣٤٥٦", "18/04/2023"])
def test_digits_keep_their_order_inside_arabic(digits: str, read: Read) -> None:
    assert digits in read(replace(receipt, next_step=f"المبلغ {digits} ريال"))


def test_a_grouped_iban_and_a_phone_read_from_left_to_right(read: Read) -> None:
    assert "SA0380000000608010167519" in read(payment_order)
    assert "+966550000000" in read(declaration)


def test_latin_words_stand_whole_inside_arabic(read: Read) -> None:
    text = read(replace(receipt, asked="دعم شراء جهاز Concentrator Mark II للتنفس"))
    assert "ConcentratorMarkII" in text
    assert plain("دعم شراء جهاز") in text


@pytest.mark.parametrize(
    "typed",
    [
        "#import",
        '#panic("x")',
        "$x^2$",
        "*bold*",
        "_under_",
        "\\u{41}",
        "= head",
        "- item",
        "<label>",
        "@ref",
        "`raw`",
        "a//b",
        "a/*b*/c",
        "https://a.example/x",
        "~",
        "a---b",
        '"q"',
    ],
)
def test_marks_of_the_typesetter_are_printed_as_typed(typed: str) -> None:
    letter = replace(declaration, sections=(Section("ما كُتب", (Fact("ملاحظة", typed, code=True),)),))
    page = pypdf.PdfReader(io.BytesIO(print_letter(letter))).pages[0]
    assert plain(typed) in plain(
        page.extract_text()
    )  # in the order drawn: pdftotext moves marks at the edges


def test_every_field_of_a_letter_takes_typesetter_marks(read: Read) -> None:
    odd = "#sys.inputs *x* $y$ _z_ \\ @k <l>"
    letter = replace(
        receipt, addressee=odd, asked=odd, next_step=odd, contact=odd, missing=(MissingItem(odd, odd, odd),)
    )
    text = read(letter)
    for part in ("sys.inputs", "x", "y", "z", "k", "l"):
        assert text.count(part) >= 7


def test_what_the_face_cannot_draw_becomes_a_mark_and_the_letter_is_printed(read: Read) -> None:
    assert plain("سعد ◌ الحربي") in read(replace(receipt, addressee="سعد 😀 الحربي"))


def test_marks_that_turn_the_line_around_are_dropped_and_joiners_stay() -> None:
    assert drawable("أ\u202eب\u2066ج\u200cد\x00\tه\nو") == "أبج\u200cد ه\nو"


def test_a_name_of_sixty_characters_is_printed_whole(read: Read) -> None:
    assert len(LONG_NAME) >= 60
    assert plain(LONG_NAME) in read(replace(receipt, addressee=LONG_NAME))
    item = replace(agenda(1)[0], applicant=LONG_NAME)
    text = read(replace(minutes, items=(item,)))
    for word in LONG_NAME.split():
        assert word in text


def test_lines_typed_in_a_box_stay_lines(read: Read) -> None:
    text = read(replace(case_study, opinion=("السطر الأول\nالسطر الثاني",)))
    assert plain("السطر الأول السطر الثاني") in text


def test_words_follow_in_the_order_a_reader_meets_them(read: Read) -> None:
    text = read(accepted)
    met = [
        "الرد على الطلب",
        "إلى",
        "ويسرنا إبلاغك بقبوله",
        "12,000.00",
        "سند القرار",
        "لجنة البحث",
        "حق الاعتراض",
    ]
    places = [text.index(plain(words)) for words in met]
    assert places == sorted(places)


def test_a_text_longer_than_a_page_runs_on_and_loses_nothing() -> None:
    long = " ".join(f"جملة{n}" for n in range(1500))
    sheets = pages(print_letter(replace(case_study, recommendation=long)))
    assert len(sheets) >= 3
    assert [n for n in range(1500) if f"جملة{n}" not in "".join(sheets)] == []
