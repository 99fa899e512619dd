"""Sealing again, under the ring's newest key, what older keys had sealed: while pages serve, and from any point on.

The walk goes by id, a few rows a transaction, and passes over what is sealed with the newest key already; so one
that was killed is simply begun again. Each row is changed only as it was read: a page that wrote meanwhile has
sealed with the newest key itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from silah.foundation.tenancy.context import within
from silah.foundation.tenancy.key_counts import by_key
from silah.foundation.tenancy.models import ScopedModel
from silah.foundation.tenancy.sealed import SealedText, key_ring, open_bytes, seal_bytes

BATCH = 200
# The header of a sealed value: one byte of version, then the key's id.
KEY_OF = "encode(substring({} FROM 2 FOR 4), 'hex')"


@dataclass(frozen=True)
class Column:
    table: str
    name: str
    purpose: str


def columns() -> list[Column]:
    """Every sealed column there is, read off the models."""
    return [
        Column(model._meta.db_table, str(field.column), field.purpose)
        for model in apps.get_models()
        if issubclass(model, ScopedModel)
        for field in model._meta.local_fields
        if isinstance(field, SealedText)
    ]


def counts(organisation_id: UUID) -> Counter[str]:
    """How many values of an association are sealed with which key, by its id."""
    return by_key(organisation_id, [(each.table, each.name) for each in columns()], KEY_OF)


def reseal(organisation_id: UUID) -> Iterator[int]:
    """Seals an association's values again; gives how many after every batch, each committed by then."""
    for column in columns():
        yield from _column(organisation_id, column)


def moment() -> datetime:
    """By the clock of the database, which need not be this machine's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
        return found


def older_work(since: datetime) -> int:
    """Transactions of the application that began before: they may still write what they sealed before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = current_user"
            " AND xact_start < %s AND pid <> pg_backend_pid() AND datname = current_database()",
            [since],
        )
        return int(cursor.fetchone()[0])


def _column(organisation_id: UUID, column: Column) -> Iterator[int]:
    last: UUID | None = None
    while True:
        with within(organisation_id):
            rows = _older(organisation_id, column, last)
            done = sum(_again(organisation_id, column, row_id, bytes(blob)) for row_id, blob in rows)
        if not rows:
            return
        last = rows[-1][0]
        yield done


def _older(organisation_id: UUID, column: Column, after: UUID | None) -> list[Any]:
    """The next rows that another key than the newest has sealed."""
    key = KEY_OF.format(f'"{column.name}"')
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT id, "{column.name}" FROM "{column.table}"'  # noqa: S608 - names of our own models
            f' WHERE organisation_id = %s AND "{column.name}" IS NOT NULL AND {key} <> %s'
            " AND (%s::uuid IS NULL OR id > %s) ORDER BY id LIMIT %s",
            [organisation_id, key_ring().current, after, after, BATCH],
        )
        found: list[Any] = cursor.fetchall()
        return found


def _again(organisation_id: UUID, column: Column, row_id: UUID, blob: bytes) -> int:
    fresh = seal_bytes(column.purpose, open_bytes(column.purpose, blob))
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{column.table}" SET "{column.name}" = %s'  # noqa: S608 - names of our own models
            f' WHERE organisation_id = %s AND id = %s AND "{column.name}" = %s',
            [fresh, organisation_id, row_id, blob],
        )
        return int(cursor.rowcount)
