"""The table of the verification standard is whole, and points at tests that are there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| v5\.0\.0-(\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([a-z ]+) \| (.*) \|$", re.M)
TEST = re.compile(r"`(tests/[^`]+)`")
# So many requirements the standard has at these levels.
LEVELS = {"1": 70, "2": 183}


def rows() -> list[tuple[str, str, str, str, str]]:
    return ROW.findall((ROOT / "docs/asvs.md").read_text())


def test_every_requirement_of_both_levels_stands_in_the_table_once() -> None:
    found = rows()
    assert Counter(level for _id, level, *_rest in found) == LEVELS
    assert len({number for number, *_rest in found}) == sum(LEVELS.values())


def test_each_says_a_test_or_a_reason() -> None:
    for number, _level, _words, state, told in rows():
        assert state in {"met", "does not apply", "if set", "not met"}, number
        assert told.strip(), number
        assert state not in {"met", "if set"} or TEST.search(told), f"{number} is met by no test"


def test_every_test_that_is_named_is_there() -> None:
    named = {path for *_row, told in rows() for path in TEST.findall(told)}
    absent = [path for path in sorted(named) if not (ROOT / path).is_file()]
    assert named
    assert not absent


def test_the_numbers_of_those_not_met_or_the_operators_to_meet_are_told_as_they_are() -> None:
    text = " ".join((ROOT / "docs/asvs.md").read_text().split())
    states, whole = Counter(state for *_row, state, _told in rows()), sum(LEVELS.values())
    assert f"and not without; {states['if set']} of {whole}" in text
    assert f"is said as it is: {states['not met']} of {whole}" in text
