from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel import hijri
from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.hijri import HijriDate, OutsideTable, parse_date
from silah.foundation.kernel.text import eastern_digits

APPROVED = date(2023, 4, 18)
in_table = st.dates(date(1924, 8, 1), date(2077, 11, 16))


def test_a_day_is_written_in_both_calendars() -> None:
    assert hijri.hijri_text(APPROVED) == "27 رمضان 1444هـ"
    assert hijri.gregorian_text(APPROVED) == "18 أبريل 2023م"
    assert hijri.both(APPROVED) == "27 رمضان 1444هـ (18 أبريل 2023م)"
    assert hijri.weekday_name(APPROVED) == "الثلاثاء"
    assert hijri.hijri_year(APPROVED) == 1444


@pytest.mark.parametrize(
    ("year", "month", "day", "gregorian"),
    [
        (1343, 1, 1, date(1924, 8, 1)),
        (1444, 9, 1, date(2023, 3, 23)),
        (1444, 9, 27, APPROVED),
        (1444, 10, 1, date(2023, 4, 21)),
        (1500, 12, 30, date(2077, 11, 16)),
    ],
)
def test_known_days_agree_with_the_table(year: int, month: int, day: int, gregorian: date) -> None:
    assert hijri.to_gregorian(year, month, day) == gregorian
    assert hijri.to_hijri(gregorian) == HijriDate(year, month, day)


@given(in_table)
def test_a_day_comes_back_from_the_other_calendar(day: date) -> None:
    then = hijri.to_hijri(day)
    assert hijri.to_gregorian(then.year, then.month, then.day) == day


@given(in_table)
def test_what_is_written_can_be_typed_again(day: date) -> None:
    then = hijri.to_hijri(day)
    assert parse_date(hijri.hijri_text(day)) == day
    assert parse_date(hijri.gregorian_text(day)) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date(eastern_digits(f"{then.day}/{then.month}/{then.year}")) == day


@pytest.mark.parametrize(
    "typed",
    [
        "27/9/1444",
        "27-09-1444",
        "27.9.1444",
        "27 9 1444",
        "1444/9/27",
        "1444-09-27 هـ",
        "١٤٤٤/٩/٢٧هـ",
        "۲۷/۹/۱۴۴۴",
        " 27 / 9 / 1444 ه ",
        "٢٧ رمضان ١٤٤٤",
        "18/4/2023",
        "2023-04-18",
        "١٨–٤–٢٠٢٣ م",
        "18 ابريل 2023",
        "\u200f27/9/1444\u200f",
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    assert parse_date(typed) == APPROVED


@pytest.mark.parametrize("name", ["ذو القعدة", "ذي القعدة", "ذو القعده"])
def test_a_month_of_two_words_is_read(name: str) -> None:
    assert parse_date(f"5 {name} 1445") == hijri.to_gregorian(1445, 11, 5)


@pytest.mark.parametrize(
    ("typed", "calendar", "code"),
    [
        ("", "auto", "form"),
        ("أمس", "auto", "form"),
        ("27/9", "auto", "form"),
        ("27/9/44", "auto", "form"),
        ("27/9-1444", "auto", "form"),
        ("27/13/1444", "auto", "month"),
        ("0/9/1444", "auto", "day"),
        ("27/0/2023", "auto", "month"),
        ("30/9/1444", "auto", "day"),
        ("31/4/2023", "auto", "day"),
        ("29/2/2023", "auto", "day"),
        ("27 ابريل 1444", "auto", "month"),
        ("1/1/1342", "auto", "outside_table"),
        ("1/1/1501", "auto", "outside_table"),
        ("18/4/2023", "hijri", "outside_table"),
        ("18/4/2023م", "hijri", "calendar"),
        ("27/9/1444هـ", "gregorian", "calendar"),
    ],
)
def test_an_impossible_day_is_refused_with_its_reason(
    typed: str, calendar: hijri.Calendar, code: str
) -> None:
    with pytest.raises(Malformed) as caught:
        parse_date(typed, calendar=calendar)
    assert caught.value.code == code


def test_a_field_that_names_its_calendar_decides_before_the_year_does() -> None:
    assert parse_date("1/1/1600", calendar="gregorian") == date(1600, 1, 1)
    assert parse_date("27/9/1444", calendar="hijri") == APPROVED


@pytest.mark.parametrize("day", [date(1924, 7, 31), date(2077, 11, 17)])
def test_a_day_beyond_the_table_has_no_hijri_date(day: date) -> None:
    with pytest.raises(OutsideTable):
        hijri.to_hijri(day)


def test_a_day_that_does_not_exist_cannot_be_made() -> None:
    assert HijriDate(1444, 10, 1) > HijriDate(1444, 9, 29)
    with pytest.raises(Malformed):
        HijriDate(1444, 9, 30)


def test_an_age_is_counted_in_whole_hijri_years() -> None:
    birth = hijri.to_gregorian(1430, 9, 27)
    assert hijri.hijri_age(birth, APPROVED) == 14
    assert hijri.hijri_age(birth, hijri.to_gregorian(1444, 9, 26)) == 13
    assert hijri.hijri_age(birth, birth) == 0
