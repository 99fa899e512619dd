"""What holds for every paper, whatever its kind."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from silah.foundation.ui.letters import Letter, Verification, print_letter, render
from silah.foundation.ui.letters.printing import HERE
from tests.ui.letters.conftest import pages, plain
from tests.ui.letters.samples import EVERY

DEMO = "نموذج تجريبي لا يعتد به"

every = pytest.mark.parametrize("letter", EVERY.values(), ids=EVERY.keys())


@every
def test_it_shows_the_association_its_title_its_number_and_both_dates(
    letter: Letter, read: Callable[[Letter], str]
) -> None:
    text = read(letter)
    assert plain(letter.house.association) in text
    assert plain(letter.heading.title) in text
    assert "26/05/1447" in text
    assert "17/11/2025" in text


@every
def test_the_same_data_gives_the_same_bytes(letter: Letter) -> None:
    assert print_letter(letter) == print_letter(letter)


@every
def test_it_is_an_archival_tagged_arabic_pdf_named_by_its_title_alone(letter: Letter) -> None:
    reader = pypdf.PdfReader(io.BytesIO(print_letter(letter)))
    root: Any = reader.root_object
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("ar")
    assert re.search(r"<pdfaid:part>2</pdfaid:part>", metadata)
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", metadata)
    assert reader.metadata is not None
    assert reader.metadata.title == letter.heading.title
    assert reader.metadata.author == letter.house.discreet_name


@every
def test_a_demo_paper_says_so_on_every_page(letter: Letter) -> None:
    shown = replace(letter, heading=replace(letter.heading, demo=True))
    assert all(DEMO.replace(" ", "") in page for page in pages(print_letter(shown)))


@every
def test_a_real_paper_does_not_say_demo(letter: Letter, read: Callable[[Letter], str]) -> None:
    real = replace(letter, heading=replace(letter.heading, demo=False))
    assert plain("نموذج تجريبي") not in read(real)


@every
def test_without_a_verification_code_there_is_no_square_and_no_promise(
    letter: Letter, read: Callable[[Letter], str]
) -> None:
    bare = replace(letter, heading=replace(letter.heading, verification=None))
    assert "K7QF-2M9X" in read(letter)
    assert plain("رمز التحقق") not in read(bare)


def test_the_licence_is_named_only_where_there_is_one(read: Callable[[Letter], str]) -> None:
    assert plain("ترخيص رقم 1234") in read(EVERY["receipt"])
    assert plain("ترخيص") not in read(EVERY["approval"])


def test_the_moment_is_the_one_given_not_the_clock() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(print_letter(EVERY["receipt"])))
    assert pdf.metadata is not None
    assert pdf.metadata.creation_date is not None
    assert pdf.metadata.creation_date.isoformat() == "2025-11-17T08:30:00+00:00"


def test_a_moment_without_its_zone_is_refused() -> None:
    heading = EVERY["receipt"].heading
    naive = replace(
        EVERY["receipt"], heading=replace(heading, issued_at=heading.issued_at.replace(tzinfo=None))
    )
    with pytest.raises(ValueError, match="issued_at"):
        print_letter(naive)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError, match="house"):
        render("house", EVERY["receipt"].to_json())


def test_every_kind_has_its_page_and_every_page_its_kind() -> None:
    sources = {path.stem for path in HERE.glob("*.typ")} - {"house"}
    assert sources == {letter.kind for letter in EVERY.values()}


def test_a_code_without_an_address_is_enough(read: Callable[[Letter], str]) -> None:
    coded = replace(EVERY["timeline"].heading, verification=Verification("AB12"))
    text = read(replace(EVERY["timeline"], heading=coded))
    assert "AB12" in text
    assert "silah.example" not in text
