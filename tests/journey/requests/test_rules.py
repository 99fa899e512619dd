"""The reply window: a floor that never moves, a ceiling that waits for pauses and working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel.working_calendar import WorkingCalendar
from silah.journey.requests.rules import (
    Mode,
    is_overdue,
    lack_restarts,
    last_day,
    paused_days,
    release,
    reply_window,
)

PLAIN = WorkingCalendar()
MODES: tuple[Mode, ...] = ("inform", "hold", "ceiling")
DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))


def test_the_first_day_is_not_counted() -> None:
    window = reply_window(date(2026, 11, 1), 14, 30, "inform", PLAIN)
    assert window.floor_on == date(2026, 11, 15)
    assert window.ceiling_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("starts", "ceiling"),
    [
        (date(2026, 11, 4), date(2026, 12, 6)),  # Friday 4 December: past the weekend to Sunday
        (date(2026, 11, 5), date(2026, 12, 6)),  # Saturday
        (date(2026, 11, 6), date(2026, 12, 6)),  # Sunday itself
        (date(2026, 1, 31), date(2026, 3, 2)),  # across a short February
        (date(2028, 1, 30), date(2028, 2, 29)),  # onto a leap day
    ],
)
def test_the_ceiling_moves_past_friday_and_saturday(starts: date, ceiling: date) -> None:
    assert reply_window(starts, 14, 30, "inform", PLAIN).ceiling_on == ceiling


def test_the_ceiling_moves_past_holidays_and_the_weekend_behind_them() -> None:
    eid = WorkingCalendar(frozenset(date(2026, 12, day) for day in (1, 2, 3)))
    assert reply_window(date(2026, 11, 1), 14, 30, "inform", eid).ceiling_on == date(2026, 12, 6)


def test_a_floor_on_a_holiday_or_a_friday_stays() -> None:
    friday = reply_window(date(2026, 11, 6), 14, 30, "inform", PLAIN)
    assert friday.floor_on == date(2026, 11, 20)
    holiday = WorkingCalendar(frozenset({date(2026, 11, 15)}))
    assert reply_window(date(2026, 11, 1), 14, 30, "inform", holiday).floor_on == date(2026, 11, 15)


@pytest.mark.parametrize(
    ("mode", "floor_after", "earliest_after"), [("inform", 14, 0), ("hold", 14, 14), ("ceiling", 0, 0)]
)
def test_each_mode_says_when_a_reply_may_leave(mode: Mode, floor_after: int, earliest_after: int) -> None:
    starts = date(2026, 11, 1)
    window = reply_window(starts, 14, 14 if mode == "ceiling" else 30, mode, PLAIN)
    assert window.floor_on == starts + timedelta(days=floor_after)
    assert window.earliest_reply == starts + timedelta(days=earliest_after)


@pytest.mark.parametrize(
    ("mode", "day", "expected"),
    [
        ("inform", 13, "needs_reason"),
        ("inform", 14, "free"),
        ("hold", 13, "held"),
        ("hold", 14, "free"),
        ("ceiling", 1, "free"),
    ],
)
def test_before_the_floor_a_reply_needs_a_reason_is_held_or_is_free(
    mode: Mode, day: int, expected: str
) -> None:
    starts = date(2026, 11, 1)
    window = reply_window(starts, 14, 30, mode, PLAIN)
    assert release(mode, window.floor_on, starts + timedelta(days=day)) == expected


def test_a_pause_moves_the_ceiling_and_not_the_floor() -> None:
    plain = reply_window(date(2026, 11, 1), 14, 30, "inform", PLAIN)
    paused = reply_window(date(2026, 11, 1), 14, 30, "inform", PLAIN, 7)
    assert paused.floor_on == plain.floor_on
    assert paused.ceiling_on == date(2026, 12, 8)


def test_days_waited_twice_at_once_count_once() -> None:
    start = date(2026, 11, 1)
    one, other = (date(2026, 11, 3), date(2026, 11, 8)), (date(2026, 11, 6), date(2026, 11, 10))
    assert paused_days([one, other], start) == 7
    assert paused_days([other, one], start) == 7


def test_days_waited_before_the_window_began_do_not_count() -> None:
    assert paused_days([(date(2026, 10, 1), date(2026, 11, 4))], date(2026, 11, 1)) == 3
    assert paused_days([(date(2026, 10, 1), date(2026, 10, 20))], date(2026, 11, 1)) == 0


def test_a_lack_named_within_two_working_days_restarts_the_clock() -> None:
    thursday = date(2026, 11, 5)
    assert lack_restarts(thursday, date(2026, 11, 9), 2, PLAIN)  # Monday: Sunday and Monday counted
    assert not lack_restarts(thursday, date(2026, 11, 10), 2, PLAIN)
    sunday_off = WorkingCalendar(frozenset({date(2026, 11, 8)}))
    assert lack_restarts(thursday, date(2026, 11, 10), 2, sunday_off)


def test_the_ceilings_day_itself_is_not_late() -> None:
    assert not is_overdue(date(2026, 12, 1), date(2026, 12, 1))
    assert is_overdue(date(2026, 12, 1), date(2026, 12, 2))


def test_the_last_day_is_counted_from_the_notice_that_named_it() -> None:
    assert last_day(date(2026, 9, 1), date(2026, 11, 1), 45, 15) == date(2026, 11, 16)
    assert last_day(date(2026, 9, 1), None, 45, 15) == date(2026, 10, 31)


@given(DAYS, st.sampled_from(MODES), st.integers(0, 60), st.sets(DAYS, max_size=30))
def test_a_ceiling_is_a_working_day_never_before_the_floor(
    starts: date, mode: Mode, paused: int, holidays: set[date]
) -> None:
    calendar = WorkingCalendar(frozenset(holidays))
    window = reply_window(starts, 14, 30, mode, calendar, paused)
    assert calendar.is_working(window.ceiling_on)
    assert window.ceiling_on >= window.floor_on >= starts
    assert window.ceiling_on >= starts + timedelta(days=30 + paused)
