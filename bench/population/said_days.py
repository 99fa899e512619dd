"""Days as texts say them, in either calendar: in a print they move with its week."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.hijri import (
    GREGORIAN_MONTHS,
    HIJRI_MONTHS,
    gregorian_text,
    hijri_text,
    parse_date,
    to_hijri,
)

SAID = re.compile(
    rf"(?<!\d)(?:\d\d? (?:{'|'.join(HIJRI_MONTHS)}) 1[34]\d\dهـ|\d\d? (?:{'|'.join(GREGORIAN_MONTHS)}) 20\d\dم"
    r"|\d\d?/\d\d?/1[34]\d\dهـ|\d\d?/\d\d?/20\d\dم)"
)
OF_THE_STORY = 730  # days around today; farther away lies a birth, which does not move


def _hijri_figures(day: date) -> str:
    then = to_hijri(day)
    return f"{then.day}/{then.month}/{then.year}هـ"


def _figures(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}م"


FORMS: tuple[Callable[[date], str], ...] = (hijri_text, gregorian_text, _hijri_figures, _figures)


def understood(word: str) -> tuple[int, date] | None:
    """In which form a day of the story is said, and which it is."""
    try:
        day = parse_date(word)
    except Malformed:
        return None
    if abs((day - clock.today()).days) > OF_THE_STORY:
        return None
    return next(((form, day) for form, said in enumerate(FORMS) if said(day) == word), None)


@lru_cache(16_384)
def said(form: int, day: date) -> bytes:
    return FORMS[form](day).encode()
