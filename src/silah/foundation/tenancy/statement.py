"""The work that is done once for a prepared read: its SQL, the places of its arguments, how its rows are made.

Rows are made by Django's own readers, handed a compiler that has its statement already; or from JSON, where
several statements were sent as one.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connections
from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    JSONField,
    Lookup,
    QuerySet,
    TextField,
    UUIDField,
)

OF_THE_CALL = (UUID, datetime, date)
Binary = psycopg.Binary
PLAIN = (CharField, TextField, BooleanField, IntegerField, JSONField)


class NotPreparable(TypeError):
    """The statement would not be the same for every call: a mistake in the code."""


class AnyOf(Lookup):
    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        cast = self.lhs.output_field.db_type(connection)
        return f"{left} = ANY(%s::{cast}[])", [*params, list(self.rhs)]


for field in (UUIDField, CharField):
    field.register_lookup(AnyOf)


class Statement:
    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        marks = _marks(make)
        self.queryset = make(*marks)
        if self.queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise NotPreparable(f"{make.__qualname__}: what is fetched besides has a statement of its own")
        self.compiler: Any = self.queryset.query.get_compiler(using=self.queryset.db)
        self.sql, params = self.compiler.as_sql()
        self.places = [_place(param, marks, make) for param in params]
        if missing := set(range(len(marks))) - {place.argument for place in self.places if place}:
            raise NotPreparable(f"{make.__qualname__}: arguments {missing} are not sent as they are")
        self.params = params
        self._settle()

    def _settle(self) -> None:
        """What reading the rows would work out anew each time."""
        fields = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        converters = self.compiler.get_converters(fields)
        composite = self.compiler.has_composite_fields(fields)
        self.fields = [field.output_field for field in fields]
        self.from_json = [_from_json(field) for field in self.fields]
        self.compiler.get_converters = lambda _fields: converters
        self.compiler.has_composite_fields = lambda _fields: composite

    def values(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            place.kind(args[place.argument]) if place else value
            for place, value in zip(self.places, self.params, strict=True)
        )

    def rows(self, args: tuple[Any, ...]) -> list[Any]:
        params, compiler = self.values(args), _like(self.compiler)
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, params)
        return self._made(compiler)

    def as_json(self) -> str:
        """The same rows, from the same statement, in one value. What is JSON itself stays the text it was."""
        names = [f"c{place}" for place in range(len(self.fields))]
        shown = [
            f"{name}::text" if isinstance(field, JSONField) else name
            for name, field in zip(names, self.fields, strict=True)
        ]
        inner = f"SELECT {', '.join(shown)} FROM ({self.sql}) q({', '.join(names)})"  # noqa: S608 - our own words
        return f"SELECT json_agg(p)::text FROM ({inner}) p"  # noqa: S608

    def told(self, rows: list[dict[str, Any]]) -> list[Any]:
        """The rows that `as_json` told."""
        read = [
            [
                value if value is None or from_json is None else from_json(value)
                for value, from_json in zip(row.values(), self.from_json, strict=True)
            ]
            for row in rows
        ]
        compiler = _like(self.compiler)
        compiler.execute_sql = lambda *_args, **_kwargs: [read]
        return self._made(compiler)

    def _made(self, compiler: Any) -> list[Any]:
        compiler.connection = connections[compiler.using]
        asked = _like(self.queryset)
        asked._query = _Asked(self.queryset.query, compiler)
        return list(asked._iterable_class(asked))


def _from_json(field: Any) -> Callable[[Any], Any] | None:
    """What makes of JSON's value the one that the driver would have given; none where they are the same."""
    field = getattr(field, "target_field", field)  # a reference is kept as what it refers to
    known: tuple[tuple[type, Callable[[Any], Any]], ...] = (
        (UUIDField, UUID),
        (DateTimeField, datetime.fromisoformat),
        (DateField, date.fromisoformat),
        (BinaryField, lambda text: bytes.fromhex(text[2:])),
    )
    if isinstance(field, ArrayField):
        each = _from_json(field.base_field)
        return None if each is None else lambda values: [each(value) for value in values]
    if isinstance(field, PLAIN):
        return None
    found = next((made for kind, made in known if isinstance(field, kind)), None)
    if found is None:
        raise NotPreparable(f"{field!r} is not told as JSON")
    return found


def _like(kept: Any) -> Any:
    """One of its own for this call: what is kept is shared by all threads. (`copy` would read a queryset's rows.)"""
    made = object.__new__(type(kept))
    made.__dict__.update(kept.__dict__)
    return made


class _Asked:
    """The query as the reader of its rows sees it."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self.query, self.compiler = query, compiler

    def get_compiler(self, using: str | None = None, **_options: Any) -> Any:
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)


def _as_it_is(value: Any) -> Any:
    return value


def _marks(make: Callable[..., Any]) -> tuple[Any, ...]:
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
    if isinstance(param, OF_THE_CALL):
        raise NotPreparable(f"{make.__qualname__}: {param!r} would be sent for everybody")
    return None
