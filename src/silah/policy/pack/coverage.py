"""Proof that clauses and marked headings make up the whole policy, word for word and in its order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from .clauses import Clause, PolicyText

MARK = re.compile(r"^\s*(?:[-•]\s*)?(?:\d+\s*[-.]|[-•])\s*", re.MULTILINE)
"""List marks and numbers at the head of a line; they are not words."""
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Gap:
    """Where the parts and the text first differ."""

    in_text: str
    in_parts: str


def words(text: str) -> list[str]:
    return WORD.findall(MARK.sub("", text))


def first_gap(text: PolicyText, clauses: dict[str, Clause]) -> Gap | None:
    source = words(text.source)
    told = [word for part in text.parts for word in _words_of(part.clause, part.words, clauses)]
    for place, (one, other) in enumerate(zip_longest(source, told)):
        if one != other:
            return Gap(_around(source, place), _around(told, place))
    return None


def unfinished(text: PolicyText, clauses: dict[str, Clause]) -> Iterator[str]:
    """Clauses whose parts do not add up to their words."""
    for clause in clauses.values():
        parts = [part.words or clause.text or "" for part in text.parts if part.clause == clause.id]
        if words(" ".join(parts)) != words(clause.text or ""):
            yield clause.id


def misquoted(text: PolicyText, clauses: dict[str, Clause]) -> Iterator[str]:
    """Clauses that stand in one place, but not letter for letter, marks included."""
    source = _spaced(text.source)
    for part in text.parts:
        quoted = part.words or (clauses[part.clause].text if part.clause in clauses else None)
        if part.clause and quoted and _spaced(quoted) not in source:
            yield part.clause


def _words_of(clause: str | None, given: str | None, clauses: dict[str, Clause]) -> list[str]:
    if given is not None:
        return words(given)
    known = clauses.get(clause or "")
    return words(known.text or "") if known else []


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _around(these: list[str], place: int) -> str:
    return " ".join(these[max(place - 3, 0) : place + 4]) or "—"
