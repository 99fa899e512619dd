"""Hashing again, under the ring's newest key of look-ups, what older keys had hashed: while pages serve, and from any
point on.

The walk goes by id, a few rows a transaction, and passes over what bears the newest key's id; so one that was killed is
simply begun again. It passes over rows that somebody holds too, waits for nobody while it holds rows itself, and comes
back for them at the end, one at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from silah.foundation.tenancy.context import within
from silah.foundation.tenancy.key_counts import by_key
from silah.foundation.tenancy.models import ScopedModel
from silah.foundation.tenancy.sealed import LookupHash, SealedText, key_ring, lookup_hash, open_bytes

BATCH = 200
# The id of the key that made a hash: what stands before its last 32 bytes; the first key's is empty.
KEY_OF = "CASE WHEN octet_length({0}) > 32 THEN encode(substring({0} FROM 1 FOR 4), 'hex') ELSE '' END"


@dataclass(frozen=True)
class Column:
    """A hash, and the sealed column beside it that holds what it is of."""

    table: str
    name: str
    purpose: str
    sealed: str
    sealed_purpose: str

    @property
    def key(self) -> str:
        return KEY_OF.format(f'"{self.name}"')


def columns() -> list[Column]:
    """Every hash that can be made again, read off the models."""
    return [
        Column(
            model._meta.db_table, str(field.column), field.purpose, *_sealed(model._meta.get_field(field.of))
        )
        for model in apps.get_models()
        if issubclass(model, ScopedModel)
        for field in model._meta.local_fields
        if isinstance(field, LookupHash) and field.of
    ]


def counts(organisation_id: UUID) -> Counter[str]:
    """How many values of an association are found by which key, by its id."""
    return by_key(organisation_id, [(each.table, each.name) for each in columns()], KEY_OF)


def rehash(organisation_id: UUID) -> Iterator[int]:
    """Gives how many after every batch, each committed by then."""
    for column in columns():
        yield from _walk(organisation_id, column, BATCH, "SKIP LOCKED")
        yield from _walk(organisation_id, column, 1, "")


def _walk(organisation_id: UUID, column: Column, most: int, locked: str) -> Iterator[int]:
    last: UUID | None = None
    while True:
        with within(organisation_id):
            rows = _older(organisation_id, column, last, most, locked)
            _again(organisation_id, column, rows)
        if not rows:
            return
        last = rows[-1][0]
        yield len(rows)


def _older(organisation_id: UUID, column: Column, after: UUID | None, most: int, locked: str) -> list[Any]:
    """The next rows that another key than the newest has hashed; nobody changes them until this is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT id, "{column.sealed}" FROM "{column.table}"'  # noqa: S608 - names of our own models
            f' WHERE organisation_id = %s AND "{column.name}" IS NOT NULL AND {column.key} <> %s'
            f" AND (%s::uuid IS NULL OR id > %s) ORDER BY id LIMIT %s FOR NO KEY UPDATE {locked}",
            [organisation_id, key_ring().lookup, after, after, most],
        )
        found: list[Any] = cursor.fetchall()
        return found


def _again(organisation_id: UUID, column: Column, rows: list[Any]) -> None:
    values = [open_bytes(column.sealed_purpose, bytes(blob)).decode() for _id, blob in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{column.table}" AS t SET "{column.name}" = fresh.made'  # noqa: S608 - names of our own models
            " FROM unnest(%s::uuid[], %s::bytea[]) AS fresh (id, made)"
            " WHERE t.organisation_id = %s AND t.id = fresh.id",
            [
                [row_id for row_id, _blob in rows],
                [lookup_hash(column.purpose, value) for value in values],
                organisation_id,
            ],
        )


def _sealed(field: Any) -> tuple[str, str]:
    if not isinstance(field, SealedText):
        raise TypeError(f"{field} holds nothing that is sealed")
    return str(field.column), field.purpose
