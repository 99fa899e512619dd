"""Time in one place: moments are aware UTC, days are Riyadh's, and a test or a story can stop the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

RIYADH = ZoneInfo("Asia/Riyadh")

_stopped_at: ContextVar[datetime | None] = ContextVar("silah_clock_stopped_at", default=None)


def now() -> datetime:
    return _stopped_at.get() or datetime.now(UTC)


def today() -> date:
    return day_of(now())


def riyadh(moment: datetime) -> datetime:
    """The same moment as a clock in Riyadh shows it."""
    return _aware(moment).astimezone(RIYADH)


def day_of(moment: datetime) -> date:
    return riyadh(moment).date()


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time.min, RIYADH).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last microsecond of a Riyadh day: a promise «until that day» holds through it."""
    return datetime.combine(day, time.max, RIYADH).astimezone(UTC)


@contextmanager
def travel(moment: datetime) -> Iterator[datetime]:
    """Stop the clock at ``moment`` within the block, in this context (thread or task) alone."""
    stopped = _aware(moment).astimezone(UTC)
    token = _stopped_at.set(stopped)
    try:
        yield stopped
    finally:
        _stopped_at.reset(token)


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment needs its time zone")
    return moment
