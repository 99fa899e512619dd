"""How many values of an association stand under which key of the ring, be they sealed or hashed with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from silah.foundation.tenancy.context import within


def by_key(organisation_id: UUID, columns: Iterable[tuple[str, str]], key_of: str) -> Counter[str]:
    """By the key's id. `columns` are table and name; `key_of` is SQL that tells the id, with `{}` or `{0}` for a column."""
    found: Counter[str] = Counter()
    with within(organisation_id), connection.cursor() as cursor:
        for table, name in columns:
            key = key_of.format(f'"{name}"')
            cursor.execute(
                f'SELECT {key}, count(*) FROM "{table}"'  # noqa: S608 - names of our own models
                f' WHERE organisation_id = %s AND "{name}" IS NOT NULL GROUP BY 1',
                [organisation_id],
            )
            found.update(dict(cursor.fetchall()))
    return found
