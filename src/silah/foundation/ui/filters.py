"""How values are said in Arabic on a page: days in both calendars, money, phones, counted nouns."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from silah.foundation.kernel import clock, hijri, iban, money, phone
from silah.foundation.kernel.text import eastern_digits

DAYS = 4096  # whose words are kept: the lists of a month say the same ones again and again


def as_day(value: date | datetime) -> date:
    """A moment belongs to the day it falls on in Riyadh."""
    return clock.day_of(value) if isinstance(value, datetime) else value


def both_dates(value: date | datetime) -> str:
    return f"{hijri_date(value)} ({gregorian_date(value)})"


def hijri_date(value: date | datetime) -> str:
    return _hijri(as_day(value))


def gregorian_date(value: date | datetime) -> str:
    return _gregorian(as_day(value))


@lru_cache(DAYS)
def _hijri(day: date) -> str:
    return unbroken(hijri.hijri_text(day))


@lru_cache(DAYS)
def _gregorian(day: date) -> str:
    return unbroken(hijri.gregorian_text(day))


def unbroken(words: str) -> str:
    """Stays on one line: a narrow column may part the two calendars, never a day from its month."""
    return words.replace(" ", "\u00a0")


def weekday(value: date | datetime) -> str:
    return hijri.weekday_name(as_day(value))


def clock_time(value: datetime) -> str:
    """The hour as a clock in Riyadh shows it: 9:05 ص."""
    local = clock.riyadh(value)
    return _clock_time(local.hour, local.minute)


@lru_cache(24 * 60)
def _clock_time(hour: int, minute: int) -> str:
    half = _("ص") if hour < 12 else _("م")
    return unbroken(f"{(hour - 1) % 12 + 1}:{minute:02d} {half}")


def moment(value: datetime) -> str:
    return _("%(weekday)s %(day)s، %(time)s") % {
        "weekday": weekday(value),
        "day": both_dates(value),
        "time": clock_time(value),
    }


def brief(value: date | datetime) -> SafeString:
    """For a list: the Hijri day, the hour where there is one, the Gregorian day beneath."""
    first = hijri_date(value)
    if isinstance(value, datetime):
        first = _("%(day)s، %(time)s") % {"day": first, "time": clock_time(value)}
    return format_html(
        '<span class="brief"><span>{}</span> <span class="muted">{}</span></span>',
        first,
        gregorian_date(value),
    )


def mobile(value: str | None) -> SafeString | str:
    """A number to call, whatever the direction of the sentence around it; landlines stay as written."""
    if not value:
        return ""
    return ltr(phone.display(value) if value.startswith("+9665") else value)


def ltr(value: object) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', value)


_DIGIT = re.compile(r"\d")
_HYPHENATED = re.compile(r"\d+(?:[- ]\d+)+")
_DAY = re.compile(
    rf"\d{{1,2}} (?:{'|'.join((*hijri.HIJRI_MONTHS, *hijri.GREGORIAN_MONTHS))}) \d{{4}}(?:هـ|م)"
)


def readable(words: object) -> SafeString:
    """A sentence whose reference numbers keep their order: after an Arabic letter 1447-31 would turn round.

    A day in it stays on one line. What is markup already stays as it is.
    """
    if hasattr(words, "__html__"):
        return SafeString(words.__html__())
    whole = str(words)
    if not _DIGIT.search(whole):  # as most sentences of a history
        return SafeString(html.escape(whole))
    whole = html.escape(_DAY.sub(lambda day: unbroken(day[0]), whole))
    return SafeString(_HYPHENATED.sub(r'<bdi dir="ltr">\g<0></bdi>', whole))


def account(value: str) -> SafeString:
    return ltr(iban.grouped(value))


def eastern(value: object) -> str:
    return eastern_digits(str(value))


FILTERS: dict[str, Callable[..., Any]] = {
    "both_dates": both_dates,
    "brief": brief,
    "hijri": hijri_date,
    "gregorian": gregorian_date,
    "weekday": weekday,
    "clock_time": clock_time,
    "moment": moment,
    "riyals": money.with_unit,
    "amount": money.riyals,
    "mobile": mobile,
    "ltr": ltr,
    "readable": readable,
    "iban": account,
    "eastern": eastern,
    "counted": money.count_noun,
}
