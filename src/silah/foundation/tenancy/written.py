"""Writes whose statement is worked out once: as quick as SQL by hand, and no column can be forgotten.

    insert([declaration])                      # instead of `save(force_insert=True)` or `bulk_create`
    update(case, "reference", "last_item_at")  # instead of `save(update_fields=…)`

A row is written as it stands: what the database itself would work out (an expression, its own default) is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import batched, chain
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    TextField,
    UUIDField,
)
from psycopg import ClientCursor

from silah.foundation.tenancy.models import ScopedModel
from silah.foundation.tenancy.sending import binding_cursor

AT_ONCE = 100  # rows in one statement
FEW = 8  # rows whose values travel beside the text
# Fields that send exactly such a value as it is; of what is derived from them nothing is known.
PLAIN: dict[type, type] = {
    BooleanField: bool,
    CharField: str,
    DateField: date,
    DateTimeField: datetime,
    IntegerField: int,
    PositiveIntegerField: int,
    PositiveSmallIntegerField: int,
    TextField: str,
    UUIDField: UUID,
}


def insert(rows: Sequence[ScopedModel]) -> None:
    """In their order, all of one table."""
    if not rows:
        return
    made, into, values = _insert(type(rows[0]))
    told = [[one.of(row, add=True) for one in made] for row in rows]
    if len(rows) <= FEW:
        with binding_cursor() as cursor:
            cursor.execute(into + ", ".join([values] * len(rows)), list(chain.from_iterable(told)))
    else:
        _in_full(into, values, told)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _in_full(into: str, values: str, told: list[list[Any]]) -> None:
    """With the values in the text, so that there is not a text to remember for each number of rows."""
    connection.ensure_connection()
    filled = ClientCursor(connection.connection).mogrify
    texts = [filled(values, each) for each in told]
    with connection.cursor() as cursor:
        for some in batched(texts, AT_ONCE):
            cursor.execute(into + ", ".join(some))


def update(row: ScopedModel, *names: str) -> None:
    made, sql = _update(type(row), names)
    with binding_cursor() as cursor:
        cursor.execute(sql, [*(one.of(row, add=False) for one in made), row.organisation_id, row.id])
        if cursor.rowcount != 1:
            raise ObjectDoesNotExist(f"{type(row).__name__} {row.id}")


@lru_cache(maxsize=512)
def _insert(model: type[ScopedModel]) -> tuple[list[Column], str, str]:
    fields: list[Any] = list(model._meta.local_concrete_fields)
    columns = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join(map(_place, fields))
    into = f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 - our own words
    return list(map(Column, fields)), into, f"({places})"


@lru_cache(maxsize=512)
def _update(model: type[ScopedModel], names: tuple[str, ...]) -> tuple[list[Column], str]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f"{_quoted(field.column)} = {_place(field)}" for field in fields)
    sql = f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE organisation_id = %s AND id = %s"  # noqa: S608
    return list(map(Column, fields)), sql


def _place(field: Any) -> str:
    """A list says of what, and so on."""
    asked = getattr(field, "get_placeholder", None)
    return asked(None, None, connection) if asked else "%s"


class Column:
    """Of one field: what it sends of a row. Most values are sent as they are; the field itself is asked for others."""

    def __init__(self, field: Any) -> None:
        self._field, self._name = field, field.attname
        known = getattr(field, "target_field", field)
        dated = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        self._plain: Any = None if dated else PLAIN.get(type(known))

    def of(self, row: Model, *, add: bool) -> Any:
        if self._plain is not None:
            value: Any = row.__dict__.get(self._name, self)
            if value is None or (
                type(value) is self._plain and (self._plain is not datetime or value.tzinfo)
            ):
                return value
        value = self._field.pre_save(row, add)
        if hasattr(value, "resolve_expression"):
            raise TypeError(f"{type(row).__name__}.{self._field.name} is for the database to work out")
        return self._field.get_db_prep_save(value, connections[connection.alias])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


__all__ = ["insert", "update"]
