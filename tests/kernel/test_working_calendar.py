from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel.working_calendar import WorkingCalendar

SUNDAY, THURSDAY, FRIDAY, SATURDAY = (date(2026, 11, day) for day in (22, 26, 27, 28))
NEXT_SUNDAY, NEXT_MONDAY = date(2026, 11, 29), date(2026, 11, 30)
PLAIN = WorkingCalendar()

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
calendars = st.frozensets(st.dates(date(2020, 1, 1), date(2030, 6, 1)), max_size=30).map(WorkingCalendar)


def test_the_week_works_from_sunday_to_thursday() -> None:
    week = [SUNDAY + timedelta(days=n) for n in range(7)]
    assert [PLAIN.is_working(day) for day in week] == [True] * 5 + [False] * 2


def test_a_holiday_is_not_worked() -> None:
    calendar = WorkingCalendar(frozenset({NEXT_SUNDAY}))
    assert not calendar.is_working(NEXT_SUNDAY)
    assert calendar.next_working_day(FRIDAY) == NEXT_MONDAY


def test_a_working_day_is_its_own_next_working_day() -> None:
    assert PLAIN.next_working_day(THURSDAY) == THURSDAY
    assert PLAIN.next_working_day(FRIDAY) == NEXT_SUNDAY


def test_two_working_days_after_thursday_is_monday() -> None:
    assert PLAIN.add_working_days(THURSDAY, 2) == NEXT_MONDAY
    assert PLAIN.add_working_days(SATURDAY, 1) == NEXT_SUNDAY
    assert PLAIN.add_working_days(SATURDAY, 0) == NEXT_SUNDAY


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        PLAIN.add_working_days(SUNDAY, -1)


def test_the_first_day_does_not_count_and_the_last_does() -> None:
    assert PLAIN.working_days_between(SUNDAY, THURSDAY) == 4
    assert PLAIN.working_days_between(THURSDAY, SATURDAY) == 0
    assert PLAIN.working_days_between(THURSDAY, THURSDAY) == 0


@given(calendars, days, st.integers(1, 40))
def test_adding_and_counting_agree(calendar: WorkingCalendar, day: date, n: int) -> None:
    end = calendar.add_working_days(day, n)
    assert calendar.is_working(end)
    assert calendar.working_days_between(day, end) == n
    assert calendar.working_days_between(end, day) == -n
