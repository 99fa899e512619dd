"""When a part is due and when it is late. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_late(due_on: date, today: date, delivered: bool) -> bool:
    return not delivered and today > due_on
