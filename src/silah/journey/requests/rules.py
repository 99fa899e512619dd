"""When a reply is due, and what moves that day. Pure: the days and the calendar are handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from silah.foundation.kernel.working_calendar import WorkingCalendar

Mode = Literal["inform", "hold", "ceiling"]
Release = Literal["free", "needs_reason", "held"]

DUE_SOON_DAYS = 5


@dataclass(frozen=True)
class Window:
    """`earliest_reply` is the first day on which a reply may leave at all; the ceiling ends 23:59 Riyadh."""

    floor_on: date
    ceiling_on: date
    earliest_reply: date
    promise: bool


def reply_window(
    starts_on: date,
    floor_days: int,
    ceiling_days: int,
    mode: Mode,
    calendar: WorkingCalendar,
    paused_days: int = 0,
    *,
    promise: bool = False,
) -> Window:
    """Calendar days, the first day not counted. Only the ceiling waits for a pause or a working day."""
    floor_on = starts_on + timedelta(days=0 if mode == "ceiling" else floor_days)
    latest = max(starts_on + timedelta(days=ceiling_days + paused_days), floor_on)
    return Window(
        floor_on=floor_on,
        ceiling_on=calendar.next_working_day(latest),
        earliest_reply=floor_on if mode == "hold" else starts_on,
        promise=promise,
    )


def release(mode: Mode, floor_on: date, on: date) -> Release:
    """What a decision that is ready on this day may do."""
    if on >= floor_on or mode == "ceiling":
        return "free"
    return "held" if mode == "hold" else "needs_reason"


def paused_days(pauses: Iterable[tuple[date, date]], starts_on: date) -> int:
    """Days waited for the applicant since the window began; pauses that overlap count once."""
    counted, until = 0, starts_on
    for begun, ended in sorted(pauses):
        begin = max(begun, until)
        if ended > begin:
            counted += (ended - begin).days
            until = ended
    return counted


def lack_restarts(last_item_on: date, named_on: date, working_days: int, calendar: WorkingCalendar) -> bool:
    """Named in time, the window starts anew from what she brings next; later, it only pauses."""
    return named_on <= calendar.add_working_days(last_item_on, working_days)


def is_overdue(ceiling_on: date, today: date) -> bool:
    return today > ceiling_on


def days_left(ceiling_on: date, today: date) -> int:
    return (ceiling_on - today).days


def due(last_heard_on: date, after_days: int, today: date) -> bool:
    """For a reminder, and for the notice that names the last day."""
    return (today - last_heard_on).days >= after_days


def last_day(
    last_heard_on: date, announced_on: date | None, announce_after_days: int, end_after_days: int
) -> date:
    """On which she can still bring what is missing; before the notice, the earliest that it can be."""
    told_on = announced_on or last_heard_on + timedelta(days=announce_after_days)
    return told_on + timedelta(days=end_after_days)
