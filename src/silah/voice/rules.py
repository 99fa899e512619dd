"""Weeks, means and the smallest group that may be shown. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


def week_of(day: date) -> date:
    """The Sunday on or before it."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3 + 1


@dataclass(frozen=True)
class Mean:
    """`hundredths` is None where fewer people answered than may be shown."""

    answers: int
    hundredths: int | None

    @property
    def shown(self) -> str:
        return "" if self.hundredths is None else f"{self.hundredths / 100:.1f}"


def mean(grades: Iterable[int | None], least: int) -> Mean:
    """Of those answered; the cell is hidden below `least` answers."""
    given = [grade for grade in grades if grade is not None]
    if len(given) < least:
        return Mean(len(given), None)
    return Mean(len(given), round(100 * sum(given) / len(given)))


def flattened(rows: Iterable[Sequence[int | None]]) -> list[int | None]:
    return [grade for row in rows for grade in row]


def person_mean(grades: Sequence[int | None]) -> int | None:
    """One person's mean over several questions, rounded, so that a person counts once."""
    given = [grade for grade in grades if grade is not None]
    return round(sum(given) / len(given)) if given else None
