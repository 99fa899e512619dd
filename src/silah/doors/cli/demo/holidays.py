"""Official days off of Saudi Arabia in a Gregorian year; the feasts by the Umm al-Qura calendar."""

from __future__ import annotations

from datetime import date, timedelta

from silah.foundation.kernel import hijri

FOUNDING, NATIONAL = (2, 22), (9, 23)
FEAST_DAYS = 4


def of_year(year: int) -> list[tuple[date, str]]:
    days = [(date(year, *FOUNDING), "يوم التأسيس"), (date(year, *NATIONAL), "اليوم الوطني")]
    for hijri_year in range(hijri.hijri_year(date(year, 1, 1)), hijri.hijri_year(date(year, 12, 31)) + 1):
        # Four days from the end of work on 29 Ramadan, and four from the day of Arafah.
        fitr = hijri.to_gregorian(hijri_year, 9, 29) + timedelta(days=1)
        adha = hijri.to_gregorian(hijri_year, 12, 9)
        days += [(fitr + timedelta(days=n), "عيد الفطر") for n in range(FEAST_DAYS)]
        days += [(adha + timedelta(days=n), "عيد الأضحى") for n in range(FEAST_DAYS)]
    return sorted((day, name) for day, name in days if day.year == year)
