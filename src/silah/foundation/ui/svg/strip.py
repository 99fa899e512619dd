"""A strip of time: what happened on which day, between two dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from silah.foundation.kernel.hijri import GREGORIAN_MONTHS, both
from silah.foundation.ui.svg.parts import WIDTH, circle, line, picture, rect, text

_EDGE, _LINE, _HEIGHT = 30.0, 50.0, 112
_WIDE_LABEL, _HALF_LABEL = 86.0, 34.0


@dataclass(frozen=True)
class Mark:
    """``tone``: done, now, expected, late, or limit for a day that was promised."""

    day: date
    label: str
    tone: str = "done"


def strip(marks: Sequence[Mark], title: str, today: date | None = None) -> SafeString:
    """Marks in any order; the part of the line already lived is drawn stronger when ``today`` is given."""
    ordered = sorted(marks, key=lambda mark: mark.day)
    desc = "، ".join(f"{mark.label}: {both(mark.day)}" for mark in ordered)
    return picture("strip", WIDTH, _HEIGHT, title, desc, _strip(ordered, today))


def _strip(marks: Sequence[Mark], today: date | None) -> Iterator[SafeString]:
    if not marks:
        return
    days = [mark.day for mark in marks] + ([today] if today else [])
    start, length = min(days), max((max(days) - min(days)).days, 1)

    def place(day: date) -> float:
        return WIDTH - _EDGE - (WIDTH - 2 * _EDGE) * (day - start).days / length

    yield line(_EDGE, _LINE, WIDTH - _EDGE, _LINE, "rail")
    if today:
        yield rect(place(today), _LINE - 2, WIDTH - _EDGE - place(today), 4, "lived")
        yield line(place(today), _LINE - 12, place(today), _LINE + 12, "today")
    ends = {True: float("inf"), False: float("inf")}
    for mark in marks:
        x = place(mark.day)
        # Neighbours take turns above and below; one with no room on either side keeps its dot only.
        above = ends[True] - x >= ends[False] - x
        yield circle(x, _LINE, 6, f"mark-{mark.tone}", f"{mark.label}: {both(mark.day)}")
        if ends[above] - x >= _WIDE_LABEL:
            yield from _label(mark, x, above)
            ends[above] = x
    if today:
        yield text(min(max(place(today), 20), WIDTH - 20), _HEIGHT - 4, _("اليوم"), "label now")


def _label(mark: Mark, x: float, above: bool) -> Iterator[SafeString]:
    x = min(max(x, _HALF_LABEL), WIDTH - _HALF_LABEL)
    y = _LINE - 30 if above else _LINE + 24
    yield text(x, y, mark.label, "label strong")
    yield text(x, y + 15, f"{mark.day.day} {GREGORIAN_MONTHS[mark.day.month - 1]}", "label")
