from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.policy.pack import (
    CurrentTerm,
    ExpiryDate,
    Facts,
    MaxAge,
    NoExpiry,
    PaperDates,
    Validity,
    last_valid_day,
    needed,
    valid_on,
)
from tests.policy.pack.cast import real

DAY = date(2026, 11, 23)
EXPIRY, AGE, TERM = (
    ExpiryDate(kind="expiry_date"),
    MaxAge(kind="max_age_days", days=90),
    CurrentTerm(kind="current_term"),
)


def test_a_widow_is_asked_for_the_death_certificate_and_not_for_a_divorce_deed() -> None:
    service = real("quwayiyah").service("social_aid")
    facts: Facts = {"marital_status": "widowed", "persons": 4, "rent": 0}
    names = {requirement.id for requirement in needed(service.requirements, facts)}
    assert "death_certificate" in names
    assert not {"divorce_deed", "prison_letter", "rent_share"} & names


def test_a_couple_without_earlier_cycles_brings_no_report_of_them() -> None:
    (service,) = real("injab").services
    assert "earlier_cycles_report" not in {each.id for each in needed(service.requirements, {"cycles": 0})}
    assert "earlier_cycles_report" in {each.id for each in needed(service.requirements, {"cycles": 1})}


@pytest.mark.parametrize(
    ("validity", "dates", "passed"),
    [
        (NoExpiry(kind="none"), PaperDates(), True),
        (EXPIRY, PaperDates(expires=DAY), True),
        (EXPIRY, PaperDates(expires=DAY + timedelta(days=1)), True),
        (EXPIRY, PaperDates(expires=DAY - timedelta(days=1)), False),
        (EXPIRY, PaperDates(), None),
        (AGE, PaperDates(issued=DAY - timedelta(days=90)), True),
        (AGE, PaperDates(issued=DAY - timedelta(days=91)), False),
        (AGE, PaperDates(issued=DAY + timedelta(days=1)), False),
        (AGE, PaperDates(expires=DAY), None),
        (TERM, PaperDates(issued=date(2026, 8, 23), expires=date(2026, 12, 24)), True),
        (TERM, PaperDates(issued=date(2026, 1, 4), expires=date(2026, 6, 25)), False),
        (TERM, PaperDates(issued=date(2026, 8, 23)), None),
        (EXPIRY, PaperDates(expires=date(2090, 1, 1)), True),
    ],
)
def test_a_paper_is_judged_on_the_day_it_was_presented(
    validity: Validity, dates: PaperDates, passed: bool | None
) -> None:
    line = valid_on(DAY, validity, dates)
    assert line.passed is passed
    assert line.sentence.endswith(".")


def test_a_judgement_says_both_days_in_both_calendars() -> None:
    sentence = valid_on(DAY, EXPIRY, PaperDates(expires=date(2026, 11, 20))).sentence
    assert sentence.startswith("انتهت ")
    assert "20 نوفمبر 2026م" in sentence
    assert "1448هـ" in sentence


@given(issued=st.dates(date(2000, 1, 1), date(2040, 1, 1)), age=st.integers(0, 400))
def test_a_dated_paper_is_valid_through_its_last_day_and_not_after(issued: date, age: int) -> None:
    dates = PaperDates(issued=issued)
    last = last_valid_day(AGE, dates)
    assert last is not None
    presented = issued + timedelta(days=age)
    assert valid_on(presented, AGE, dates).passed is (presented <= last)
