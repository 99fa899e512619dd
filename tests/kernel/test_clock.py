from datetime import UTC, date, datetime, timedelta, timezone
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel import clock

EVENING = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)


def test_now_is_an_aware_moment_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_after_nine_in_the_evening_utc_it_is_already_tomorrow_in_riyadh() -> None:
    with clock.travel(EVENING):
        assert clock.today() == date(2026, 11, 24)
    assert clock.day_of(EVENING - timedelta(hours=1)) == date(2026, 11, 23)
    assert clock.riyadh(EVENING).strftime("%H:%M") == "00:30"


def test_time_stays_put_while_travelling_and_runs_again_afterwards() -> None:
    with clock.travel(EVENING) as stopped:
        assert clock.now() == clock.now() == stopped == EVENING
    assert clock.now() != EVENING


def test_a_journey_inside_a_journey_comes_back_to_the_first() -> None:
    with clock.travel(EVENING):
        with clock.travel(EVENING + timedelta(days=14)):
            assert clock.now() == EVENING + timedelta(days=14)
        assert clock.now() == EVENING


def test_a_journey_ends_even_when_the_block_fails() -> None:
    with pytest.raises(KeyError), clock.travel(EVENING):
        raise KeyError
    assert clock.now() != EVENING


def test_another_thread_keeps_the_real_time() -> None:
    seen: list[datetime] = []
    with clock.travel(EVENING):
        other = Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] != EVENING


def test_travelling_with_another_zone_still_reads_in_utc() -> None:
    with clock.travel(EVENING.astimezone(timezone(timedelta(hours=3)))):
        assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("ask", [clock.riyadh, clock.day_of, lambda moment: clock.travel(moment).__enter__()])
def test_a_moment_without_its_zone_is_refused(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(ValueError, match="time zone"):
        ask(EVENING.replace(tzinfo=None))


def test_a_day_ends_a_microsecond_before_the_next_begins() -> None:
    day = date(2026, 11, 23)
    assert clock.end_of_day(day) == datetime(2026, 11, 23, 20, 59, 59, 999_999, tzinfo=UTC)
    assert clock.end_of_day(day).tzinfo is UTC
    assert clock.start_of_day(day) == datetime(2026, 11, 22, 21, 0, tzinfo=UTC)


@given(st.dates(date(1950, 1, 1), date(2077, 1, 1)))
def test_a_days_first_and_last_moments_belong_to_it(day: date) -> None:
    assert clock.day_of(clock.start_of_day(day)) == clock.day_of(clock.end_of_day(day)) == day
    tomorrow = day + timedelta(days=1)
    assert clock.end_of_day(day) + timedelta(microseconds=1) == clock.start_of_day(tomorrow)
