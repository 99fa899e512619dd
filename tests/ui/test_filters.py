"""Values as they are said in Arabic."""

from __future__ import annotations

from datetime import UTC, date, datetime

from silah.foundation.ui import filters

LATE_EVENING = datetime(2023, 4, 17, 21, 30, tzinfo=UTC)


def said(words: str) -> str:
    """As it reads, whatever kind of space keeps it together."""
    return words.replace("\u00a0", " ")


def test_a_moment_is_said_with_the_day_and_hour_of_riyadh() -> None:
    assert said(filters.moment(LATE_EVENING)) == "الثلاثاء 27 رمضان 1444هـ (18 أبريل 2023م)، 12:30 ص"


def test_a_narrow_column_may_part_the_calendars_but_no_day_from_its_month() -> None:
    assert filters.both_dates(LATE_EVENING).split(" ") == [
        "27\u00a0رمضان\u00a01444هـ",
        "(18\u00a0أبريل\u00a02023م)",
    ]


def test_in_a_list_the_hour_stands_by_the_hijri_day_and_a_day_has_none() -> None:
    assert said(filters.brief(LATE_EVENING)) == (
        '<span class="brief"><span>27 رمضان 1444هـ، 12:30 ص</span> <span class="muted">18 أبريل 2023م</span></span>'
    )
    assert "، " not in filters.brief(date(2023, 4, 18))


def test_noon_and_afternoon_are_told_apart_from_morning() -> None:
    assert said(filters.clock_time(datetime(2023, 4, 18, 9, 0, tzinfo=UTC))) == "12:00 م"
    assert said(filters.clock_time(datetime(2023, 4, 18, 12, 5, tzinfo=UTC))) == "3:05 م"


def test_a_moment_belongs_to_the_day_it_falls_on_in_riyadh() -> None:
    assert filters.both_dates(LATE_EVENING) == filters.both_dates(date(2023, 4, 18))


def test_a_mobile_reads_from_the_left_and_a_service_number_stays_as_written() -> None:
    assert filters.mobile("+966501234567") == '<bdi dir="ltr">050 123 4567</bdi>'
    assert filters.mobile("920001234") == '<bdi dir="ltr">920001234</bdi>'
    assert filters.mobile(None) == ""


def test_an_account_is_read_in_fours() -> None:
    assert filters.account("SA0380000000608010167519") == '<bdi dir="ltr">SA03 8000 0000 6080 1016 7519</bdi>'


def test_eastern_digits_are_for_what_is_read_aloud() -> None:
    assert filters.eastern(1447) == "١٤٤٧"


def test_a_reference_in_a_sentence_keeps_its_order_and_the_rest_is_escaped() -> None:
    assert filters.readable("الطلب 1447-31 <b>") == 'الطلب <bdi dir="ltr">1447-31</bdi> &lt;b&gt;'


def test_a_day_inside_a_sentence_stays_on_one_line() -> None:
    told = filters.readable("بين 1 رجب 1448هـ (10 ديسمبر 2026م) و18 شعبان 1448هـ")
    assert told == "بين 1\u00a0رجب\u00a01448هـ (10\u00a0ديسمبر\u00a02026م) و18\u00a0شعبان\u00a01448هـ"
