from collections import defaultdict
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel.text import (
    fold_name,
    latin,
    names_match,
    search_key,
    search_tokens,
    similarity,
)

NAMES = [
    "نورة",
    "عبدالله",
    "عبد",
    "أحمد",
    "الله",
    "آل",
    "العتيبي",
    "بن",
    "بنت",
    "أبو",
    "الدين",
    "Al",
    "Saad",
    "الشيخ",
]
chains = st.lists(st.sampled_from(NAMES), min_size=1, max_size=6).map(" ".join)


def test_a_folded_name_reads_as_the_chain_it_stands_for() -> None:
    assert fold_name(" نُورة  بنت سعد بن عبد الله العتيبى ") == "نوره سعد عبدالله العتيبي"


def test_a_search_key_leaves_out_title_and_article() -> None:
    assert search_key("الشيخ ناصر السبيعي") == search_key("Nasser As-Subaie") == "ناصر سبيعي"


def test_a_search_key_puts_the_family_last_and_tokens_keep_what_was_typed() -> None:
    assert search_key("القحطاني، محمد سعد") == "محمد سعد قحطاني"
    assert search_tokens("القحطاني، محمد سعد") == ["قحطاني", "محمد", "سعد"]


def test_a_family_called_aal_never_meets_the_article() -> None:
    assert fold_name("محمد آل سعود") != fold_name("محمد السعود")
    assert search_key("محمد آل سعود") not in {search_key("محمد السعود"), search_key("محمد سعود")}


def test_a_given_name_that_begins_like_the_article_keeps_its_letters() -> None:
    assert search_tokens("إلهام إلياس ألطاف") == ["الهام", "الياس", "الطاف"]


def test_a_title_alone_is_a_name() -> None:
    assert search_tokens("الشيخ") == ["شيخ"]
    assert search_key("محمد الشيخ") == "محمد شيخ"


def test_link_words_at_the_ends_stay() -> None:
    assert fold_name("بن سعد") == "بن سعد"
    assert fold_name("سعد بن") == "سعد بن"


@pytest.mark.parametrize("empty", ["", "  ", "ــ", "\u200f", "-", "…"])
def test_nothing_matches_nothing(empty: str) -> None:
    assert fold_name(empty) == search_key(empty) == ""
    assert search_tokens(empty) == []
    assert not names_match(empty, empty, tier="dedup")
    assert not names_match(empty, empty, tier="search")


@given(chains)
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_can_be_folded(text: str) -> None:
    assert fold_name(text) == " ".join(fold_name(text).split())
    assert search_key(text) == " ".join(search_key(text).split())


@given(chains, st.data())
def test_whatever_the_strict_tier_joins_a_search_joins_too(name: str, data: st.DataObject) -> None:
    marks = st.sampled_from(["", "", "\u064e", "\u0640", "\u200f"])
    other = "".join(c + data.draw(marks) for c in name).replace("أ", "ا").replace("ة", "ه")
    if names_match(name, other, tier="dedup"):
        assert names_match(name, other, tier="search")


def test_every_latin_spelling_leads_to_its_arabic_name() -> None:
    known = latin.sections()
    strays = [
        (spelling, arabic)
        for section in ("given", "family")
        for spelling, arabic in known[section].exact.items()
        if search_key(spelling) != search_key(arabic) and spelling not in known["given"].exact
    ]
    assert strays == []
    assert len(known["given"].exact) > 500


def test_every_name_of_god_is_read_after_abd() -> None:
    for spelling, arabic in latin.sections()["divine"].exact.items():
        joint = "abd" if arabic == "الله" else "abdul"
        assert search_key(joint + spelling) == search_key("عبد" + arabic)


def test_one_latin_spelling_stands_for_one_name() -> None:
    section, claimed = "", defaultdict(list)
    for line in files(latin.__package__).joinpath("latin_names.txt").read_text(encoding="utf-8").splitlines():
        section = line if line.startswith("[") else section
        if ":" in line and not line.startswith(("#", "[")):
            arabic, spellings = line.split(":")
            for spelling in spellings.split():
                claimed[section, spelling].append(arabic)
    assert {spelling: names for spelling, names in claimed.items() if len(names) > 1} == {}


def test_a_levelled_spelling_that_fits_two_names_is_left_alone() -> None:
    assert "rashid" not in latin.sections()["given"].levelled
    assert search_key("Rashed") == "راشد"
    assert search_key("Rasheed") == "رشيد"
    assert search_key("Rasshiid") == "rashid"


def test_an_unknown_foreign_name_still_matches_itself() -> None:
    assert names_match("Muzammil Chowdhury", "MUZAMIL  Chowdhury", tier="search")
    assert not names_match("Muzammil", "Mizanur", tier="search")


def test_the_nearer_name_ranks_first() -> None:
    asked = "محمد القحطاني"
    found = ["محمود القرني", "محمد سعد القحطاني", "محمد القحطاني", "هند"]
    ranked = sorted(found, key=lambda name: similarity(asked, name), reverse=True)
    assert ranked == ["محمد القحطاني", "محمد سعد القحطاني", "محمود القرني", "هند"]
    assert similarity(asked, asked) == 1.0
    assert similarity(asked, "") == 0.0
