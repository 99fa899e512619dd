"""How the values of a prepared read become its rows: what Django works out at every read, worked out once.

A model, with those fetched beside it and what was annotated; a tuple; a single value. Each is equal to the one that
the ORM would make of the same values.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    JSONField,
    TextField,
    UUIDField,
)
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    NamedValuesListIterable,
    ValuesListIterable,
    get_related_populators,
)

PLAIN = (CharField, TextField, BooleanField, IntegerField, JSONField)
MOST_IDS = 16_384

type Values = list[Any]
type Make = Callable[[Iterable[Values]], list[Any]]
type Read = Callable[[Any], Any]


class NotPreparable(TypeError):
    """The statement would not be the same for every call: a mistake in the code."""


class Rows:
    """Of one compiled statement."""

    def __init__(self, queryset: Any, compiler: Any) -> None:
        self.columns = compiler.col_count
        expressions = [column[0] for column in compiler.select[: self.columns]]
        if compiler.has_composite_fields(expressions):
            raise NotPreparable("a key of several columns has readers of its own")
        self.fields = [expression.output_field for expression in expressions]
        converted = _converted(compiler, expressions)
        self._from_driver = sorted(converted.items())
        self._from_json = [
            (place, read)
            for place, field in enumerate(self.fields)
            if (read := _told(field, converted.get(place))) is not None
        ]
        self._make = _maker(queryset, compiler)

    def from_driver(self, found: Iterable[Sequence[Any]]) -> list[Any]:
        return self._make([_read(list(row[: self.columns]), self._from_driver) for row in found])

    def from_json(self, found: list[Values]) -> list[Any]:
        """Of rows as JSON told them, each a list that is ours to change."""
        return self._make([_read(row, self._from_json) for row in found])


def _read(values: Values, readers: list[tuple[int, Read]]) -> Values:
    for place, read in readers:
        value = values[place]
        if value is not None:
            values[place] = read(value)
    return values


def _converted(compiler: Any, expressions: list[Any]) -> dict[int, Read]:
    """By column, what the model's fields make of the driver's values."""
    return {
        place: _one(converters, expression)
        for place, (converters, expression) in compiler.get_converters(expressions).items()
    }


def _one(converters: list[Callable[..., Any]], expression: Any) -> Read:
    def read(value: Any) -> Any:
        for each in converters:
            value = each(value, expression, connection)
        return value

    if read(None) is not None:
        raise NotPreparable(f"{expression!r} makes something of NULL")
    return read


def _told(field: Any, converted: Read | None) -> Read | None:
    """What makes of JSON's value the one that the driver and the field would have given; none where it is the same.

    A value that is JSON itself comes as a part of the whole, read already.
    """
    if _is_json(field):
        return None
    known = known_as_json(field)
    if known is None or converted is None:
        return known or converted
    return lambda value: converted(known(value))


def _is_json(field: Any) -> bool:
    return isinstance(field, JSONField) and field.decoder is None


def known_as_json(field: Any) -> Read | None:
    """What makes of JSON's value the one that the driver would have given; none where they are the same."""
    field = getattr(field, "target_field", field)  # a reference is kept as what it refers to
    known: tuple[tuple[type, Read], ...] = (
        (UUIDField, as_id),
        (DateTimeField, datetime.fromisoformat),
        (DateField, date.fromisoformat),
        (BinaryField, lambda text: bytes.fromhex(text[2:])),
    )
    if isinstance(field, ArrayField):
        each = known_as_json(field.base_field)
        return None if each is None else lambda values: [each(value) for value in values]
    if isinstance(field, PLAIN):
        return None
    found = next((made for kind, made in known if isinstance(field, kind)), None)
    if found is None:
        raise NotPreparable(f"{field!r} is not told as JSON")
    return found


@lru_cache(MOST_IDS)
def as_id(text: str) -> UUID:
    """The same few stand in every row of a page: the association's, the request's, who acted."""
    return UUID(text)


def _maker(queryset: Any, compiler: Any) -> Make:
    if queryset._known_related_objects:
        raise NotPreparable("rows begun from another row are that row's own")
    kind = queryset._iterable_class
    if kind is ModelIterable:
        return _models(queryset, compiler)
    if kind is ValuesListIterable:
        return lambda rows: [tuple(row) for row in rows]
    if kind is NamedValuesListIterable:
        named = namedtuple("Row", queryset._fields)  # type: ignore[misc]  # noqa: PYI024 - as the framework makes it
        return lambda rows: [named._make(row) for row in rows]
    if kind is FlatValuesListIterable:
        return lambda rows: [row[0] for row in rows]
    raise NotPreparable(f"{kind.__name__} is not made here")


def _models(queryset: Any, compiler: Any) -> Make:
    """As `ModelIterable` does it."""
    told, select, using = compiler.klass_info, compiler.select, queryset.db
    model, first, end = told["model"], told["select_fields"][0], told["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[first:end]]
    beside = get_related_populators(told, select, using, queryset._fetch_mode)
    annotated = list((compiler.annotation_col_map or {}).items())
    mode = queryset._fetch_mode

    def make(rows: Iterable[Values]) -> list[Any]:
        made = []
        for row in rows:
            each = model.from_db(using, names, row[first:end], fetch_mode=mode)
            for one in beside:
                one.populate(row, each)
            for name, place in annotated:
                setattr(each, name, row[place])
            made.append(each)
        return made

    return make
