"""Who may be one and the same person, what a search asks for, who may type a code. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz

NEAR = 88  # of 100; a score ranks and suggests, it never decides
LEAST_LETTERS = 3
CODE_DIGITS = 6


class Likeness(StrEnum):
    """Why two files may be one person's, weightiest first."""

    SAME_ID = "same_id"
    SAME_NAME = "same_name"
    SAME_MOBILE = "same_mobile"
    SAME_BIRTH_DATE = "same_birth_date"
    NEAR_NAME = "near_name"


@dataclass(frozen=True)
class Traits:
    """What two files are compared by; the name folded."""

    name: str
    national_id: str | None = None
    mobile: str | None = None
    birth_date: date | None = None


def likeness(one: Traits, other: Traits) -> frozenset[Likeness]:
    """Empty where they are told apart: by two known and different ids above all."""
    if one.national_id and other.national_id:
        return frozenset({Likeness.SAME_ID}) if one.national_id == other.national_id else frozenset()
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return frozenset()
    found = set(_shared(one, other))
    return frozenset(found) if _enough(found) else frozenset()


def _shared(one: Traits, other: Traits) -> Iterable[Likeness]:
    if one.name == other.name:
        yield Likeness.SAME_NAME
    elif nearness(one.name, other.name) >= NEAR:
        yield Likeness.NEAR_NAME
    if one.mobile and one.mobile == other.mobile:
        yield Likeness.SAME_MOBILE
    if one.birth_date and one.birth_date == other.birth_date:
        yield Likeness.SAME_BIRTH_DATE


def _enough(found: set[Likeness]) -> bool:
    """A shared mobile or birthday alone says nothing; a near name needs one of them beside it."""
    if Likeness.SAME_NAME in found:
        return True
    return Likeness.NEAR_NAME in found and len(found) > 1


def nearness(one: str, other: str) -> int:
    return int(fuzz.ratio(one, other))


def rank(likenesses: frozenset[Likeness]) -> tuple[int, ...]:
    """Sorts the likeliest first."""
    return tuple(0 if kind in likenesses else 1 for kind in Likeness)


def enough_letters(words: Iterable[str]) -> bool:
    return any(len(word) >= LEAST_LETTERS for word in words)


STAFF_MAY_TYPE = frozenset({"delivery"})


def may_type(purpose: str, *, is_staff: bool) -> bool:
    """A code for entering or signing is typed by its owner; one for receiving is read out at hand-over."""
    return not is_staff or purpose in STAFF_MAY_TYPE
