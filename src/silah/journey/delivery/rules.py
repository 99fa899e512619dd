"""Parts of a grant, when each is due and when it is late. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from uuid import UUID


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_late(due_on: date, today: date, open_: bool) -> bool:
    return open_ and today > due_on


def parts(total: int, times: int, left: int = 0, left_times: int = 0) -> list[int]:
    """The amounts still owed: equal parts, the last one the rest.

    `left` of the total, in `left_times` parts, is out already under the decision before.
    """
    owed, count = total - left, max(times - left_times, 1)
    if owed <= 0:
        return []
    each = owed // count
    return [each] * (count - 1) + [owed - each * (count - 1)]


def least_busy(candidates: Mapping[UUID, str], open_counts: Mapping[UUID, int]) -> UUID | None:
    """Who answers for the next one: the fewest open, then by name."""
    ordered = sorted(candidates, key=lambda one: (open_counts.get(one, 0), candidates[one]))
    return ordered[0] if ordered else None
