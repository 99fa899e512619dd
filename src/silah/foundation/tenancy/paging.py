"""A long list a page at a time: the next one begins behind the last row seen, however deep it lies.

Where a page begins is told by the values its rows are sorted by, sealed: the address may hold a name,
and an address is written in logs. A mark that was worn, altered or made for another order begins anew.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from silah.foundation.kernel.errors import Invalid
from silah.foundation.kernel.sealing import SealBroken
from silah.foundation.tenancy.sealed import open_bytes, seal_bytes

PURPOSE = "list.place"


@dataclass(frozen=True)
class Place:
    """Which page: the rows `after` a mark or `before` it, `limit` of them; without a mark, the first.

    A program is told that its mark is worn (`strict`); a person is shown the beginning.
    """

    after: str = ""
    before: str = ""
    limit: int = 50
    strict: bool = False


FIRST = Place()


@dataclass(frozen=True)
class Page[R]:
    """`after` and `before` are marks of the pages on either side, empty where there is none."""

    rows: tuple[R, ...] = ()
    after: str = ""
    before: str = ""

    def of[S](self, rows: Iterable[S]) -> Page[S]:
        """The same page with each row as it is shown."""
        return Page(tuple(rows), self.after, self.before)

    def each[S](self, show: Callable[[R], S]) -> Page[S]:
        return self.of(show(row) for row in self.rows)


def paged[R](rows: QuerySet[Any, R], order: Sequence[str], place: Place = FIRST) -> Page[R]:
    """One statement. Rows are models, or values by name. `order` names fields or annotations that are never null and ends with the id; a
    leading minus sorts downwards, as for `order_by`."""
    back = bool(place.before)
    edge = _opened(place.before or place.after, order)
    if edge is None:
        if place.strict and (place.before or place.after):
            raise Invalid(_("هذه الصفحة من القائمة لم تعد موجودة."), code="cursor")
        back = False
    keys = [_turned(key) for key in order] if back else list(order)
    if edge is not None:
        rows = rows.filter(beyond(keys, edge))
    found = list(rows.order_by(*keys)[: place.limit + 1])
    if edge is None:
        return beginning(found, order, place.limit)
    more, found = len(found) > place.limit, found[: place.limit]
    if back:
        found.reverse()
    return Page(
        tuple(found),
        after=_mark(found[-1], order) if found and (more or back) else "",
        before=_mark(found[0], order) if found and (more or not back) else "",
    )


def beginning[R](found: Sequence[R], order: Sequence[str], limit: int) -> Page[R]:
    """The first page of rows read in this order, one more of them than it holds where there are more."""
    shown = tuple(found[:limit])
    return Page(shown, after=_mark(shown[-1], order) if len(found) > limit else "")


def beyond(keys: Sequence[str], edge: Sequence[Any]) -> Q:
    """Behind the edge in this order. The first key's own bound stands alone, so that an index is walked."""
    same, ways = Q(), []
    for key, value in zip(keys, edge, strict=True):
        ways.append(same & Q(**{f"{_name(key)}__{_way(key)}": value}))
        same &= Q(**{_name(key): value})
    return Q(**{f"{_name(keys[0])}__{_way(keys[0])}e": edge[0]}) & reduce(
        lambda one, other: one | other, ways
    )


def _way(key: str) -> str:
    return "lt" if key.startswith("-") else "gt"


def _name(key: str) -> str:
    return key.lstrip("-")


def _turned(key: str) -> str:
    return _name(key) if key.startswith("-") else f"-{key}"


def values_of(row: object, order: Sequence[str]) -> list[Any]:
    """Of what its list is sorted by."""
    return [reduce(getattr, _name(key).split("__"), row) for key in order]


def _mark(row: object, order: Sequence[str]) -> str:
    told = json.dumps([",".join(order), values_of(row, order)], default=str, ensure_ascii=False)
    return base64.urlsafe_b64encode(seal_bytes(PURPOSE, told.encode())).decode().rstrip("=")


def _opened(mark: str, order: Sequence[str]) -> list[Any] | None:
    if not mark:
        return None
    try:
        blob = base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4))
        made_for, values = json.loads(open_bytes(PURPOSE, blob))
    except (ValueError, SealBroken):
        return None
    return list(values) if made_for == ",".join(order) else None
