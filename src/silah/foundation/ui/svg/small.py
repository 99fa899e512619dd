"""Small pictures that stand beside a number: a line over time, and parts of a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from silah.foundation.ui.svg.parts import circle, join, number, picture, text

_SPARK_WIDTH, _SPARK_HEIGHT = 120, 32
_DONUT = 120
# With this radius the ring is exactly 100 long, so a part's share is its dash.
_RADIUS = 15.9155


def sparkline(values: Sequence[float], title: str) -> SafeString:
    """The oldest value first; the last is marked."""
    desc = "، ".join(number(value) for value in values)
    return picture("sparkline", _SPARK_WIDTH, _SPARK_HEIGHT, title, desc, _spark(values))


def _spark(values: Sequence[float]) -> Iterator[SafeString]:
    if not values:
        return
    low, span = min(values), (max(values) - min(values)) or 1
    step = (_SPARK_WIDTH - 10) / max(len(values) - 1, 1)
    points = [
        (_SPARK_WIDTH - 5 - step * place, _SPARK_HEIGHT - 5 - (_SPARK_HEIGHT - 10) * (value - low) / span)
        for place, value in enumerate(values)
    ]
    yield format_html(
        '<polyline class="spark" points="{}"/>', " ".join(f"{number(x)},{number(y)}" for x, y in points)
    )
    yield circle(*points[-1], 3, "spark-end")


def donut(parts: Sequence[tuple[str, int, str]], title: str, middle: str = "") -> SafeString:
    """``parts`` are (label, count, tone): success, warning, danger, info or neutral; ``middle`` is said inside."""
    desc = "، ".join(f"{label}: {count}" for label, count, _tone in parts)
    return picture("donut", _DONUT, _DONUT, title, desc, _ring(parts, middle))


def _ring(parts: Sequence[tuple[str, int, str]], middle: str) -> Iterator[SafeString]:
    # From the top against the clock: the eye that reads from the right meets the first part first.
    turned = f"translate({_DONUT / 2} {_DONUT / 2}) rotate(-90) scale(3.2 -3.2)"
    yield format_html('<g transform="{}">{}</g>', turned, join(_arcs(parts)))
    if middle:
        yield text(_DONUT / 2, _DONUT / 2 + 8, middle, "middle")


def _arcs(parts: Sequence[tuple[str, int, str]]) -> Iterator[SafeString]:
    yield circle(0, 0, _RADIUS, "ring")
    total = sum(count for _label, count, _tone in parts) or 1
    begun = 0.0
    for label, count, tone in parts:
        share = 100 * count / total
        yield format_html(
            '<circle class="part {}" r="{}" stroke-dasharray="{} {}" stroke-dashoffset="{}"><title>{}</title></circle>',
            tone,
            _RADIUS,
            f"{share:.2f}",
            f"{100 - share:.2f}",
            f"{-begun:.2f}",
            f"{label}: {count}",
        )
        begun += share
