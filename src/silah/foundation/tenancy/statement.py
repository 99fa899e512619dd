"""The work that is done once for a prepared read: its SQL, the places of its arguments, how its rows are made.

Its rows come from the driver; or from JSON, where several statements were sent as one.

What is the same for every call stands in the text: of a value sent beside it, a kept plan cannot know that only some
rows are meant, so that an index of those rows would lie idle.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import batched, chain
from typing import Any
from uuid import UUID

import psycopg
from django.db.models import BinaryField, CharField, Lookup, QuerySet, UUIDField
from psycopg.sql import Literal
from psycopg.types.json import Jsonb

from silah.foundation.tenancy.rows import NotPreparable, Rows
from silah.foundation.tenancy.sending import lasting_cursor

OF_THE_CALL = (UUID, datetime, date)
NEVER = date.max  # no day of any call
MARK = re.compile("%[s%]")  # the place of a value; a sign of per cent
Binary = psycopg.Binary
WIDE = 100  # what PostgreSQL takes as the arguments of one function


class AnyOf(Lookup):
    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        cast = self.lhs.output_field.db_type(connection)
        return f"{left} = ANY(%s::{cast}[])", [*params, list(self.rhs)]


for field in (UUIDField, CharField, BinaryField):
    field.register_lookup(AnyOf)


class Statement:
    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        marks = marks_of(make)
        self.queryset = make(*marks)
        if self.queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise NotPreparable(f"{make.__qualname__}: what is fetched besides has a statement of its own")
        compiler: Any = self.queryset.query.get_compiler(using=self.queryset.db)
        sql, params = compiler.as_sql()
        self.sql, params = _said(sql, [(param, _place(param, marks, make)) for param in params])
        self.params = [param for param, _place in params]
        self.places = [place for _param, place in params]
        if missing := set(range(len(marks))) - {place.argument for place in self.places if place}:
            raise NotPreparable(f"{make.__qualname__}: arguments {missing} are not sent as they are")
        self.made = Rows(self.queryset, compiler)

    def values(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            place.kind(args[place.argument]) if place else value
            for place, value in zip(self.places, self.params, strict=True)
        )

    def rows(self, args: tuple[Any, ...]) -> list[Any]:
        with lasting_cursor() as cursor:
            cursor.execute(self.sql, self.values(args))
            return self.made.from_driver(cursor.fetchall())

    def as_json(self) -> str:
        """The same rows, from the same statement, in one value: a list of lists."""
        names = [f"c{place}" for place in range(self.made.columns)]
        return f"SELECT json_agg({_listed(names)})::text FROM ({self.sql}) q({', '.join(names)})"  # noqa: S608 - our own words

    def told(self, rows: list[list[Any]]) -> list[Any]:
        """The rows that `as_json` told."""
        if self.made.columns > WIDE:
            rows = [list(chain.from_iterable(row)) for row in rows]
        return self.made.from_json(rows)


type Sent = list[tuple[Any, Place | None]]


def _said(sql: str, params: Sent) -> tuple[str, Sent]:
    """The statement with its own words, numbers and «never» in its text, and what is still sent beside it."""
    waiting, sent = iter(params), []

    def each(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        param, place = next(waiting)
        if place is None and (text := _literal(param)) is not None:
            return text.replace("%", "%%")
        sent.append((param, place))
        return found[0]

    return MARK.sub(each, sql), sent


def _literal(value: Any) -> str | None:
    """None of what is sent all the same. One of a list of choices is said as its word."""
    if isinstance(value, str):
        return Literal("".join(value)).as_string()
    if isinstance(value, int):
        return Literal(value if isinstance(value, bool) else int(value)).as_string()
    return Literal(value).as_string() if isinstance(value, Jsonb) or value == NEVER else None


def _listed(names: list[str]) -> str:
    """A row as one list; one that is too wide as a list of lists."""
    parts = [f"json_build_array({', '.join(part)})" for part in batched(names, WIDE)]
    return parts[0] if len(parts) == 1 else f"json_build_array({', '.join(parts)})"


def _as_it_is(value: Any) -> Any:
    return value


def marks_of(make: Callable[..., Any]) -> tuple[Any, ...]:
    """What stands in the place of the arguments while a statement is worked out, one for each."""
    asked = inspect.signature(make).parameters.values()
    return tuple(_mark(place, each.annotation, make) for place, each in enumerate(asked))


def _mark(place: int, annotation: Any, make: Callable[..., Any]) -> Any:
    """A value of the kind that will come, which nothing else is equal to."""
    kind = annotation if isinstance(annotation, str) else annotation.__name__
    known: dict[str, Any] = {
        "UUID": UUID(int=0xFACE << 64 | place),
        "str": f"\ue000{place}",
        "int": 31_000 + place,
        "date": date(9990, 1, 1 + place),
        "datetime": datetime(9990, 1, 1 + place, tzinfo=UTC),
        "bytes": f"\ue000{place}".encode(),
        "list[UUID]": [UUID(int=0xFACE << 64 | place)],
        "list[str]": [f"\ue000{place}"],
        "list[bytes]": [f"\ue000{place}".encode()],
    }
    if kind not in known:
        raise NotPreparable(f"{make.__qualname__}: no mark stands for {kind}")
    return known[kind]


@dataclass(frozen=True)
class Place:
    """Which argument a value of the statement is, and as what it is sent: a number says how large it may be."""

    argument: int
    kind: Callable[[Any], Any]


def _place(param: Any, marks: tuple[Any, ...], make: Callable[..., Any]) -> Place | None:
    """None where the value is the statement's own."""
    if isinstance(param, Binary):
        inside = _place(param.obj, marks, make)
        return Place(inside.argument, Binary) if inside else None
    for place, mark in enumerate(marks):
        if isinstance(param, type(mark)) and param == mark:
            return Place(place, _as_it_is if type(param) is type(mark) else type(param))
    if isinstance(param, OF_THE_CALL) and param != NEVER:
        raise NotPreparable(f"{make.__qualname__}: {param!r} would be sent for everybody")
    return None
