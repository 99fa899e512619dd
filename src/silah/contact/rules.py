"""What may be said to whom, and when a message may leave. Pure."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from silah.foundation.kernel import clock
from silah.foundation.kernel.text import ascii_digits, clean

# An id or a telephone number, however it was spaced; ten digits in a row is never an answer to a stranger.
_TEN_DIGITS = re.compile(r"(?<!\d)(?:\d[ .\-]?){9}\d")
_NINE_AFTER_COUNTRY = re.compile(r"(?:\+|00)\s?966")
_ACCOUNT = re.compile(r"\bSA\s?\d{2}", re.IGNORECASE)

# Whoever is heard or written to, but not seen, is a stranger until checked.
UNSEEN = frozenset({"phone", "social", "website", "letters"})

# Soon, then every four hours for more than a day: a provider that is down for one loses nothing.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, *[240] * 7))
TRIES = len(BACKOFF) + 1
WORD_LINK = "word_invitation.token"  # what its keyed hash is for
URGENT = frozenset({"login_code", "signing_code", "delivery_code"})


def discloses(text: str) -> bool:
    """A reply that all can read holds nobody's id, number or account."""
    plain = ascii_digits(clean(text))
    return bool(_TEN_DIGITS.search(plain) or _NINE_AFTER_COUNTRY.search(plain) or _ACCOUNT.search(plain))


def may_disclose(channel: str, *, known: bool, verified: bool | None) -> bool:
    """Whether the file may be read out: to a person known, and seen or checked."""
    return known and (channel not in UNSEEN or verified is True)


def may_leave_at(now: datetime, template: str, begin: time, end: time) -> datetime:
    """Now, or the end of the quiet hours; a code that somebody waits for never waits."""
    if template in URGENT or not _quiet(clock.riyadh(now).time(), begin, end):
        return now
    local = clock.riyadh(now)
    wakes = datetime.combine(local.date(), end, clock.RIYADH)
    return (wakes if wakes > local else wakes + timedelta(days=1)).astimezone(now.tzinfo)


def _quiet(hour: time, begin: time, end: time) -> bool:
    if begin == end:
        return False
    return begin <= hour < end if begin < end else hour >= begin or hour < end


def next_try(template: str, tried: int, now: datetime) -> datetime | None:
    """After so many failed tries; none once the last has failed. A code is soon of no use."""
    tries = 2 if template in URGENT else TRIES
    return now + BACKOFF[tried - 1] if tried < tries else None
