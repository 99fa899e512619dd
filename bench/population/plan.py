"""How many associations of which size, and in which week each print of a stamp falls."""

from __future__ import annotations

import random
from bisect import bisect
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

WEEKS = 156  # three years
LEAST_OPEN = 3  # prints: a page of a worklist is full
OPEN_SHARE = 4  # one print in so many is of requests still under way, and falls in this week
LARGE, SMALL = 0.3, 3000


@dataclass(frozen=True)
class Planned:
    """An association: its number, what it is like, how many people it serves."""

    number: int
    slug: str
    like: str  # qw, ej
    people: int


def associations(size: int) -> list[Planned]:
    """One with three in ten of all people, one with one in ten, the rest small ones; a fifth of these for couples."""
    if size <= 5000:
        return [Planned(1, "bench", "qw", size - size // 10), Planned(2, "beside", "ej", size // 10)]
    sizes = [int(size * LARGE), size // 10]
    draw = random.Random(f"silah associations {size}")  # noqa: S311
    while sum(sizes) < size:
        sizes.append(min(int(SMALL * draw.uniform(0.3, 1.7)), size - sum(sizes)))
    return [
        Planned(n, "bench" if n == 1 else f"a{n:04d}", "ej" if n % 5 == 0 else "qw", people)
        for n, people in enumerate(sizes, 1)
    ]


def weights(today: date) -> list[float]:
    """How many requests come in the week that lies so many weeks back: Ramadan brings two and a half times as many."""
    return [_weight(today - timedelta(weeks=back)) for back in range(WEEKS)]


def _weight(day: date) -> float:
    from hijridate import Gregorian

    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    if hijri.month == 9:
        return 2.5
    return 1.6 if day.month == 8 else 1.0


def weeks(draw: random.Random, count: int, today: date, least: int) -> list[int]:
    """The week of each print, long ago first. `least`: what a told story needs to have ended by today."""
    heights = list(accumulate(weights(today)[least:]))
    return sorted(
        (least + bisect(heights, draw.uniform(0, heights[-1])) for _one in range(count)), reverse=True
    )
