"""Weeks, quarters, means, the smallest group that may be shown, and words without names. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from silah.foundation.kernel.text import fold_name

ADULT_AT = 18


def week_of(day: date) -> date:
    """The Sunday on or before it."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def is_adult(birth_date: date | None, today: date) -> bool:
    """Somebody whose age is not known is not taken for a child."""
    if birth_date is None:
        return True
    birthday_came = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (0 if birthday_came else 1) >= ADULT_AT


class Quarter(NamedTuple):
    """Figures are asked for by whole quarters: a window moved by a day would show one answer by difference."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month - 1) // 3 + 1)


@dataclass(frozen=True)
class Mean:
    """`hundredths` is None where fewer people answered than may be shown; then `answers` is not told either."""

    answers: int | None
    hundredths: int | None

    @property
    def shown(self) -> str:
        return "" if self.hundredths is None else f"{self.hundredths / 100:.1f}"


class Given(NamedTuple):
    """Grades of so many people, added up."""

    people: int = 0
    total: int = 0

    def __add__(self, other: Given) -> Given:  # type: ignore[override]
        return Given(self.people + other.people, self.total + other.total)

    def mean(self, least: int) -> Mean:
        """Hidden below `least` answers."""
        if self.people < least:
            return Mean(None, None)
        return Mean(self.people, round(self.total / self.people))


def mean_of_quarters(given: Iterable[tuple[Quarter, Given]], least: int) -> Mean:
    """A quarter with fewer answers is left out whole: a longer period less a shorter one would show it."""
    quarters: dict[Quarter, Given] = defaultdict(Given)
    for quarter, grades in given:
        quarters[quarter] += grades
    return sum((each for each in quarters.values() if each.people >= least), Given()).mean(least)


def may_be_summed[Cell](sizes: dict[Cell, int], least: int) -> frozenset[Cell]:
    """The cells a total may hold: a hidden remainder smaller than `least` would be found by subtracting."""
    shown = frozenset(cell for cell, size in sizes.items() if size >= least)
    hidden = sum(size for cell, size in sizes.items() if cell not in shown)
    return frozenset(sizes) if hidden >= least else shown


MOST_WORDS = 8192  # whose plain form is kept: people say the same things in the same words
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


_folded = lru_cache(MOST_WORDS)(fold_name)


def covering(names: Iterable[str]) -> Callable[[str], str]:
    """Gives a comment with every part of these names covered: it is to improve, not to expose."""
    parts = {part for name in names for part in fold_name(name).split() if len(part) > 2}

    def covered(found: re.Match[str]) -> str:
        folded = _folded(found[0])
        bare = {folded, *(folded[len(stem) :] for stem in ("و", "ل", "ب") if folded.startswith(stem))}
        return "…" if bare & parts else found[0]

    return lambda words: _WORD.sub(covered, words)
