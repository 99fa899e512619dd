"""Writes whose statement is worked out once: as quick as SQL by hand, and no column can be forgotten.

    insert([declaration])                      # instead of `save(force_insert=True)` or `bulk_create`
    update(case, "reference", "last_item_at")  # instead of `save(update_fields=…)`

A row is written as it stands: what the database itself would work out (an expression, its own default) is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import batched
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Model
from psycopg import ClientCursor

from silah.foundation.tenancy.models import ScopedModel

AT_ONCE = 100  # rows in one statement


def insert(rows: Sequence[ScopedModel]) -> None:
    """In their order, all of one table."""
    if not rows:
        return
    fields, into, values = _insert(type(rows[0]))
    connection.ensure_connection()
    # Each row's text is made by itself: the driver takes a long statement apart anew every time.
    filled = ClientCursor(connection.connection).mogrify
    texts = [filled(values, [_value(field, row, add=True) for field in fields]) for row in rows]
    with connection.cursor() as cursor:
        for some in batched(texts, AT_ONCE):
            cursor.execute(into + ", ".join(some))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(row: ScopedModel, *names: str) -> None:
    fields, sql = _update(type(row), names)
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [*(_value(field, row, add=False) for field in fields), row.organisation_id, row.id]
        )
        if cursor.rowcount != 1:
            raise ObjectDoesNotExist(f"{type(row).__name__} {row.id}")


@lru_cache(maxsize=512)
def _insert(model: type[ScopedModel]) -> tuple[list[Any], str, str]:
    fields: list[Any] = list(model._meta.local_concrete_fields)
    columns = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join(map(_place, fields))
    into = f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 - our own words
    return fields, into, f"({places})"


@lru_cache(maxsize=512)
def _update(model: type[ScopedModel], names: tuple[str, ...]) -> tuple[list[Any], str]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f"{_quoted(field.column)} = {_place(field)}" for field in fields)
    return fields, f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE organisation_id = %s AND id = %s"  # noqa: S608


def _place(field: Any) -> str:
    """A list says of what, and so on."""
    asked = getattr(field, "get_placeholder", None)
    return asked(None, None, connection) if asked else "%s"


def _value(field: Any, row: Model, *, add: bool) -> Any:
    value = field.pre_save(row, add)
    if hasattr(value, "resolve_expression"):
        raise TypeError(f"{type(row).__name__}.{field.name} is for the database to work out")
    return field.get_db_prep_save(value, connection)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


__all__ = ["insert", "update"]
