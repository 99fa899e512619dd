"""When an outcome is told: not before, at the latest, and what counts as told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from silah.foundation.kernel import clock

# Long enough to notice a slip in what was just recorded, while it can still be undone.
SECOND_LOOK = timedelta(hours=1)
TRIES = 3
WITHIN, EARLY_WITH_REASON, EARLY, LATE = "within", "early_with_reason", "early", "late"


def release_at(mode: str, floor_on: date | None, ready_at: datetime) -> datetime:
    """The timer's moment: an hour after the decision, and never before the floor's first minute."""
    soon = ready_at + SECOND_LOOK
    if mode in ("ceiling", "free") or floor_on is None:
        return soon
    return max(soon, clock.start_of_day(floor_on))


def is_early(mode: str, floor_on: date | None, at: datetime) -> bool:
    return mode not in ("ceiling", "free") and floor_on is not None and clock.day_of(at) < floor_on


def is_late(ceiling_on: date | None, at: datetime) -> bool:
    """At that moment the latest day has ended, in Riyadh."""
    return ceiling_on is not None and clock.day_of(at) > ceiling_on


def standing(
    mode: str, floor_on: date | None, ceiling_on: date | None, released_at: datetime, early_reason: str
) -> str:
    """Where a reply falls: within the window, early with or without a reason, or late."""
    if is_late(ceiling_on, released_at):
        return LATE
    if is_early(mode, floor_on, released_at):
        return EARLY_WITH_REASON if early_reason else EARLY
    return WITHIN


def days_shown(days: int, beyond: int, latest: int) -> int:
    """Days from the one the clock began; past the latest counted from the ceiling (`beyond`) this case was told.

    Pauses and holidays moved its ceiling, so that a reply in its time never stands beyond the line of all.
    """
    return days if days <= latest and beyond <= 0 else latest + beyond


def tried_enough(channels: Iterable[str]) -> bool:
    """Three tries, one of them a call."""
    tried = list(channels)
    return len(tried) >= TRIES and "phone" in tried


def object_until(told_on: date, within_days: int) -> date:
    """The day she was told is not counted."""
    return told_on + timedelta(days=within_days)
