"""Every address of the site, whoever serves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

DOORS = ("<association:slug>/desk/", "<association:slug>/api/v1/", "<association:slug>/")


@dataclass(frozen=True)
class Address:
    """`route` as it was written, e.g. `<association:slug>/desk/sittings/<uuid:sitting_id>/`."""

    route: str
    view: Callable[..., Any]
    converters: dict[str, str]

    @property
    def door(self) -> str:
        return next((door for door in DOORS if self.route.startswith(door)), "")

    def at(self, slug: str, **given: object) -> str:
        route = self.route
        for name, converter in self.converters.items():
            value = slug if name == "slug" else given[name]
            route = route.replace(f"<{converter}:{name}>", str(value)).replace(f"<{name}>", str(value))
        return f"/{route}"


def addresses(patterns: Any = None, before: str = "") -> Iterator[Address]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield Address(route, pattern.callback, _converters(route))


def _converters(route: str) -> dict[str, str]:
    found = {}
    for part in route.split("<")[1:]:
        converter, colon, name = part.split(">", 1)[0].partition(":")
        found[name if colon else converter] = converter if colon else "str"
    return found
