"""Pairs of names that are one, and pairs that are two, in each tier."""

import csv
from pathlib import Path

import pytest

from silah.foundation.kernel.text import names_match

DATA = Path(__file__).parents[1] / "data"
FILES = (DATA / "name_pairs.tsv", DATA / "name_pairs_more.tsv")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def pairs(*modes: str, expect: str = "match") -> list[object]:
    rows = [row for file in FILES for row in _rows(file)]
    chosen = [row for row in rows if row["expect"] == expect and row["mode"] in modes]
    return [pytest.param(row["a"], row["b"], id=f"{row['rule']}: {row['a']} / {row['b']}") for row in chosen]


@pytest.mark.parametrize(("a", "b"), pairs("dedup"))
def test_one_name_in_two_spellings_is_suggested_as_a_duplicate(a: str, b: str) -> None:
    assert names_match(a, b, tier="dedup")


@pytest.mark.parametrize(("a", "b"), pairs("dedup", "search", "search-only"))
def test_a_search_finds_every_spelling(a: str, b: str) -> None:
    assert names_match(a, b, tier="search")


@pytest.mark.parametrize(("a", "b"), pairs("search", "search-only"))
def test_what_only_a_search_may_join_is_not_suggested_as_a_duplicate(a: str, b: str) -> None:
    assert not names_match(a, b, tier="dedup")


@pytest.mark.parametrize(("a", "b"), pairs("both", expect="nomatch"))
def test_two_names_stay_two_in_both_tiers(a: str, b: str) -> None:
    assert not names_match(a, b, tier="dedup")
    assert not names_match(a, b, tier="search")
