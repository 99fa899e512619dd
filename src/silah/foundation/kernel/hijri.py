"""Hijri dates by the Umm al-Qura table (1343–1500 AH), beside the Gregorian days that are stored."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from hijridate import Gregorian, Hijri

from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import ascii_digits, clean

Calendar = Literal["auto", "hijri", "gregorian"]

HIJRI_MONTHS = (
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
    "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
)  # fmt: skip
GREGORIAN_MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
_WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")

_FIRST_GREGORIAN_YEAR = 1700
_TYPED = re.compile(
    r"(?:(?P<year_first>\d{4})(?P<a>[/.\- ])(?P<month_a>\d{1,2})(?P=a)(?P<day_last>\d{1,2})"
    r"|(?P<day_first>\d{1,2})(?P<b>[/.\- ])(?P<month_b>\d{1,2}|[^\d/.\-]+?)(?P=b)(?P<year_last>\d{4}))"
    r" ?(?P<mark>ه|م)?\.?"
)
_AROUND_SEPARATOR = re.compile(r" ?([/.\-]) ?")
_MARKS: dict[str, Calendar] = {"": "auto", "ه": "hijri", "م": "gregorian"}
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", " ": None})


def _plain(name: str) -> str:
    return name.translate(_LETTERS)


_OTHER_HIJRI_NAMES = {"ربيع الثاني": 4, "جمادى الثانية": 6, "جماد الأول": 5, "جماد الثاني": 6, "جمادى الآخر": 6,
                      "ذي القعدة": 11, "ذي الحجة": 12}  # fmt: skip
_HIJRI_NAMES = {_plain(name): number for number, name in enumerate(HIJRI_MONTHS, 1)} | {
    _plain(name): number for name, number in _OTHER_HIJRI_NAMES.items()
}
_GREGORIAN_NAMES = {_plain(name): number for number, name in enumerate(GREGORIAN_MONTHS, 1)}


class OutsideTable(Malformed):
    """A date the table does not reach: before 1 Muharram 1343 or after 1500 AH."""

    def __init__(self) -> None:
        super().__init__("outside_table", "Umm al-Qura is known from 1343 to 1500 AH")


@dataclass(frozen=True, order=True)
class HijriDate:
    """A day that exists: making one for 30 of a 29-day month raises ``Malformed``."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        to_gregorian(self.year, self.month, self.day)


@lru_cache(maxsize=4096)  # a page says the same few days again and again
def to_hijri(day: date) -> HijriDate:
    try:
        found = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        raise OutsideTable from None
    return HijriDate(found.year, found.month, found.day)


def to_gregorian(year: int, month: int, day: int) -> date:
    """``Malformed`` codes: outside_table, month, day."""
    if not 1 <= month <= 12:
        raise Malformed("month", "a year has twelve months")
    try:
        return date(*Hijri(year, month, day).to_gregorian().datetuple())
    except OverflowError:
        raise OutsideTable from None
    except ValueError:
        raise Malformed("day", "that month has no such day") from None


def hijri_year(day: date) -> int:
    return to_hijri(day).year


def hijri_age(birth: date, on: date) -> int:
    """Whole Hijri years lived by ``on``."""
    born, then = to_hijri(birth), to_hijri(on)
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def hijri_text(day: date) -> str:
    then = to_hijri(day)
    return f"{then.day} {HIJRI_MONTHS[then.month - 1]} {then.year}هـ"


def gregorian_text(day: date) -> str:
    return f"{day.day} {GREGORIAN_MONTHS[day.month - 1]} {day.year}م"


def both(day: date) -> str:
    return f"{hijri_text(day)} ({gregorian_text(day)})"


def both_in_figures(day: date) -> str:
    """For a text message, where every letter is paid for: «19/6/1448هـ (29/11/2026م)»."""
    then = to_hijri(day)
    return f"{then.day}/{then.month}/{then.year}هـ ({day.day}/{day.month}/{day.year}م)"


def weekday_name(day: date) -> str:
    return _WEEKDAYS[day.weekday()]


def parse_date(text: str, *, calendar: Calendar = "auto") -> date:
    """A day typed in either calendar: «27/9/1444», «١٤٤٤-٠٩-٢٧ هـ», «18 أبريل 2023م».

    «هـ» or «م» decides; without it, ``calendar``; with neither, a year before 1700 is Hijri.
    ``Malformed`` codes: form, month, day, outside_table, and calendar when the mark contradicts the field.
    """
    tidy = _AROUND_SEPARATOR.sub(r"\1", ascii_digits(clean(text)).replace("–", "-"))
    typed = _TYPED.fullmatch(tidy)
    if typed is None:
        raise Malformed("form", "a date is day, month and year, the year in four digits")
    year = int(typed["year_first"] or typed["year_last"])
    day = int(typed["day_last"] or typed["day_first"])
    chosen = _chosen(calendar, _MARKS[typed["mark"] or ""], year)
    month = _month(typed["month_a"] or typed["month_b"], chosen)
    return to_gregorian(year, month, day) if chosen == "hijri" else _gregorian(year, month, day)


def _chosen(asked: Calendar, marked: Calendar, year: int) -> Calendar:
    if "auto" not in (asked, marked) and asked != marked:
        raise Malformed("calendar", "the date is marked as the other calendar's")
    if asked == marked == "auto":
        return "hijri" if year < _FIRST_GREGORIAN_YEAR else "gregorian"
    return marked if asked == "auto" else asked


def _month(typed: str, calendar: Calendar) -> int:
    if typed.isdigit():
        return int(typed)
    names = _HIJRI_NAMES if calendar == "hijri" else _GREGORIAN_NAMES
    try:
        return names[_plain(typed)]
    except KeyError:
        raise Malformed("month", "no month of that name in this calendar") from None


def _gregorian(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise Malformed("month", "a year has twelve months")
    try:
        return date(year, month, day)
    except ValueError:
        raise Malformed("day", "that month has no such day") from None
