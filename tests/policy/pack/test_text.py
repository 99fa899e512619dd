import hashlib
from pathlib import Path

import pytest

from silah.policy.pack.coverage import first_gap, misquoted, unfinished, words
from tests.policy.pack.cast import REAL, copied, found, real, spoil

SEEDS = {
    "quwayiyah": "a350744cac6dd88821034962f1c4496c02a38cba260e347b93db835fcbf23431",
    "injab": "8f0e336788da1fa48e431a83c657e3ab60c7e13cc01d43e2eb6c7986959c6097",
}


@pytest.mark.parametrize("name", REAL)
def test_the_pack_keeps_the_association_s_file_byte_for_byte(name: str) -> None:
    source = real(name).text.source.encode()
    assert hashlib.sha256(source).hexdigest() == SEEDS[name]


@pytest.mark.parametrize("name", REAL)
def test_clauses_and_headings_make_up_the_whole_text_word_for_word(name: str) -> None:
    pack = real(name)
    clauses = {clause.id: clause for clause in pack.clauses}
    assert first_gap(pack.text, clauses) is None
    assert list(unfinished(pack.text, clauses)) == []
    assert list(misquoted(pack.text, clauses)) == []


@pytest.mark.parametrize("name", REAL)
def test_every_clause_with_words_stands_in_the_text(name: str) -> None:
    pack = real(name)
    placed = {part.clause for part in pack.text.parts if part.clause}
    assert placed == {clause.id for clause in pack.clauses if clause.text}


def test_clauses_that_were_abridged_elsewhere_are_whole_here() -> None:
    assert (real("injab").clause("P1").text or "").startswith(
        "تضع جمعيو مساعدة المتأخرين عن الإنجاب السياسات"
    )
    assert (real("quwayiyah").clause("D6").text or "").startswith("زيادة ثقة وائتماء المستفيدين")
    assert (real("quwayiyah").clause("D6.5").text or "").endswith("من خلال تلمس آراء المستخدمين")


def test_list_marks_are_not_words() -> None:
    assert words("- 1 - المقابلة.\n2. بتاريخ 18 / 04 / 2023\n- 7-الموقع") == [
        *("المقابلة", "بتاريخ", "18", "04", "2023", "الموقع")
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("clauses.toml", "دون عناء ومشقة", "دون عناء"),
        ("clauses.toml", "جمعيو", "جمعية"),
        ("clauses.toml", "وخلافه , بما", "وخلافه، بما"),
        ("text.toml", '    { kind = "clause", clause = "H7" },\n', ""),
        ("text.toml", '    { kind = "heading", words = "تمهيد" },\n', ""),
        ("policy.txt", "تقديم الخدمة اللازمة", "تقديم الخدمة اللازمة فورًا"),
    ],
)
def test_one_word_or_mark_out_of_place_is_a_problem(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder = copied("injab", tmp_path)
    spoil(folder, file, old, new)
    assert {problem.file for problem in found(folder)} & {"text.toml", "clauses.toml"}
