"""Bars: how many in each week, and how many days replies took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from silah.foundation.ui.svg.parts import WIDTH, line, picture, rect, text

_TOP, _GROUND, _HEIGHT = 28.0, 150.0, 178


def weeks(points: Sequence[tuple[str, int]], title: str, desc: str = "") -> SafeString:
    """``points`` are (label of the week, count), the oldest first."""
    said = desc or "، ".join(f"{label}: {count}" for label, count in points)
    return picture("weeks", WIDTH, _HEIGHT, title, said, _week_bars(points))


def _week_bars(points: Sequence[tuple[str, int]]) -> Iterator[SafeString]:
    yield line(0, _GROUND, WIDTH, _GROUND, "axis")
    most = max((count for _label, count in points), default=0) or 1
    slot = WIDTH / max(len(points), 1)
    # Labels that would touch are thinned, counted from the newest, which is always named.
    every = max(1, -(-len(points) // 7))
    for place, (label, count) in enumerate(points):
        middle = WIDTH - slot * (place + 0.5)
        tall = (_GROUND - _TOP) * count / most
        yield rect(middle - slot * 0.34, _GROUND - tall, slot * 0.68, tall, "bar", f"{label}: {count}")
        if len(points) <= 16:
            yield text(middle, _GROUND - tall - 6, count, "value")
        if (len(points) - 1 - place) % every == 0:
            yield text(middle, _GROUND + 18, label, "label")


def distribution(days: Sequence[int], floor: int | None, ceiling: int | None, title: str) -> SafeString:
    """Replies by the number of days they took, with the least and the most the policy allows."""
    early = sum(1 for day in days if floor is not None and day < floor)
    late = sum(1 for day in days if ceiling is not None and day > ceiling)
    desc = _("الردود %(all)s: قبل الحد الأدنى %(early)s، في المدة %(good)s، بعد الحد الأعلى %(late)s.") % {
        "all": len(days),
        "early": early,
        "good": len(days) - early - late,
        "late": late,
    }
    return picture("distribution", WIDTH, _HEIGHT, title, desc, _day_bars(days, floor, ceiling))


def _day_bars(days: Sequence[int], floor: int | None, ceiling: int | None) -> Iterator[SafeString]:
    last = max([*days, floor or 0, ceiling or 0, 1]) + 1
    slot = WIDTH / (last + 1)
    tallies = Counter(days)
    most = max(tallies.values(), default=1)
    yield line(0, _GROUND, WIDTH, _GROUND, "axis")
    for day, count in sorted(tallies.items()):
        tall = (_GROUND - _TOP - 8) * count / most
        x = WIDTH - slot * (day + 1)
        hint = _("اليوم %(day)s: %(count)s") % {"day": day, "count": count}
        yield rect(x + slot * 0.12, _GROUND - tall, slot * 0.76, tall, _tone(day, floor, ceiling), hint)
    # The floor is the first day allowed and the ceiling the last: each line stands on its outer edge.
    if floor is not None:
        yield from _limit(WIDTH - slot * floor, _("الأدنى %(day)s") % {"day": floor}, "end")
    if ceiling is not None:
        yield from _limit(WIDTH - slot * (ceiling + 1), _("الأعلى %(day)s") % {"day": ceiling}, "start")
    yield text(WIDTH - slot / 2, _GROUND + 18, "0", "label")
    yield text(slot / 2, _GROUND + 18, last, "label")
    yield text(WIDTH / 2, _GROUND + 18, _("أيام الرد"), "label")


def _limit(x: float, words: str, anchor: str) -> Iterator[SafeString]:
    """Its words lean outwards, so that a floor and a ceiling close together stay legible."""
    yield line(x, _TOP - 10, x, _GROUND, "limit")
    yield text(x, _TOP - 14, words, "label", anchor)


def _tone(day: int, floor: int | None, ceiling: int | None) -> str:
    if ceiling is not None and day > ceiling:
        return "bar late"
    return "bar early" if floor is not None and day < floor else "bar"
