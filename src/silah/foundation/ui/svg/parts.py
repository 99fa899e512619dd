"""The few shapes the pictures are made of."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 420


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def picture(
    kind: str, width: int, height: int, title: str, desc: str, shapes: Iterable[SafeString]
) -> SafeString:
    """``title`` names the picture and ``desc`` says what a person sees in it."""
    return format_html(
        '<svg class="picture {}" viewBox="0 0 {} {}" role="img"><title>{}</title><desc>{}</desc>{}</svg>',
        kind,
        width,
        height,
        title,
        desc,
        join(shapes),
    )


def join(shapes: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((shape,) for shape in shapes))


def rect(x: float, y: float, width: float, height: float, css: str, hint: str = "") -> SafeString:
    """``hint`` appears under a resting pointer."""
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2">{}</rect>',
        css,
        number(x),
        number(y),
        number(width),
        number(height),
        format_html("<title>{}</title>", hint) if hint else "",
    )


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> SafeString:
    return format_html(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        css,
        number(x1),
        number(y1),
        number(x2),
        number(y2),
    )


def circle(x: float, y: float, radius: float, css: str, hint: str = "") -> SafeString:
    return format_html(
        '<circle class="{}" cx="{}" cy="{}" r="{}">{}</circle>',
        css,
        number(x),
        number(y),
        number(radius),
        format_html("<title>{}</title>", hint) if hint else "",
    )


def text(x: float, y: float, words: object, css: str = "", anchor: str = "middle") -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', css, number(x), number(y), anchor, words
    )
