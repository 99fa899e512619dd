"""When a referral is due, and when it may be closed without the person's word. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from silah.foundation.kernel.working_calendar import WorkingCalendar

ANSWER_WITHIN_WORKING_DAYS = 3
TRIES = 2
CHANNELS = 2
QUIET_WORKING_DAYS = 5


def due_on(sent_on: date, calendar: WorkingCalendar) -> date:
    return calendar.add_working_days(sent_on, ANSWER_WITHIN_WORKING_DAYS)


def enough_tries(channels: Iterable[str]) -> bool:
    tried = list(channels)
    return len(tried) >= TRIES and len(set(tried)) >= CHANNELS


def closes_from(answered_on: date, calendar: WorkingCalendar) -> date:
    """The first day on which it may be closed as answered and not confirmed."""
    return calendar.add_working_days(answered_on, QUIET_WORKING_DAYS)


def late(due: date, answered_on: date | None, today: date) -> bool:
    return (answered_on or today) > due
