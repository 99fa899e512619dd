"""Sentences said by pure rules. Marked for the catalogue here, translated by whoever shows them."""

from datetime import date

from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.hijri import both, gregorian_text


def _(text: str) -> str:
    return text


def day_text(day: date) -> str:
    """Both calendars; the Gregorian alone where the Hijri table ends."""
    try:
        return both(day)
    except Malformed:
        return gregorian_text(day)
