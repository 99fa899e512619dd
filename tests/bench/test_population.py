"""Invented people, and how many associations they are divided among."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from bench.population import people, said_days
from bench.population.plan import associations, weeks
from silah.foundation.kernel import clock, hijri


def test_a_person_follows_from_her_number_and_a_namesake_is_somebody_else() -> None:
    people.check()
    namesakes = [number for number in range(2000) if people.namesake_of(number) is not None]
    assert len(namesakes) == 6
    for number in namesakes:
        first, second = people.person(number - 1, True), people.person(number, True)
        assert first.folded == second.folded
        assert first.mobile == second.mobile
        assert first.national_id != second.national_id


def test_a_million_people_stand_in_associations_of_very_different_size() -> None:
    planned = associations(1_000_000)
    assert sum(each.people for each in planned) == 1_000_000
    assert planned[0].people == 300_000
    assert len([each for each in planned if each.people < 6000]) > 150
    assert {each.like for each in planned} == {"qw", "ej"}


def test_a_day_said_in_a_text_is_found_in_either_calendar_and_moves_with_its_week() -> None:
    day = date(2026, 11, 29)
    with clock.travel(datetime(2026, 11, 26, 9, tzinfo=UTC)):
        text = f"من {hijri.both(day)} إلى {hijri.both_in_figures(day)}، ووُلدت {hijri.both(date(1985, 3, 9))}."
        moved = said_days.SAID.sub(
            lambda found: (
                said_days.said(told[0], told[1] - timedelta(days=21)).decode()
                if (told := said_days.understood(found[0]))
                else found[0]
            ),
            text,
        )
    earlier = day - timedelta(days=21)
    assert moved == (
        f"من {hijri.both(earlier)} إلى {hijri.both_in_figures(earlier)}، ووُلدت {hijri.both(date(1985, 3, 9))}."
    )


def test_ramadan_brings_more_requests_than_the_weeks_around_it() -> None:
    today = date(2026, 11, 26)
    drawn = weeks(random.Random(7), 20_000, today, least=1)
    ramadan = sum(date(2026, 2, 18) <= today - timedelta(weeks=back) <= date(2026, 3, 18) for back in drawn)
    after = sum(date(2026, 3, 25) <= today - timedelta(weeks=back) <= date(2026, 4, 22) for back in drawn)
    assert ramadan > 1.8 * after
