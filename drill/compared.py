"""Two installations, row by row and file by file, without holding either in memory."""

from __future__ import annotations

import hashlib
from pathlib import Path

import psycopg
from psycopg import sql

TABLES = """
SELECT c.relname, coalesce(array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attname IS NOT NULL), '{}')
FROM pg_class c
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
GROUP BY c.relname ORDER BY c.relname
"""


def rows(connection: psycopg.Connection) -> dict[str, tuple[int, str]]:
    """By table: how many rows, and the digest of all of them in the order of their keys."""
    found = {}
    for table, key in connection.execute(TABLES).fetchall():
        order = sql.SQL(", ").join(map(sql.Identifier, key)) if key else sql.SQL("t::text")
        select = sql.SQL("COPY (SELECT * FROM {} t ORDER BY {}) TO STDOUT").format(
            sql.Identifier(table), order
        )
        digest, count = hashlib.sha256(), 0
        with connection.cursor() as cursor, cursor.copy(select) as copy:
            for row in copy:
                digest.update(row)
                count += 1
        found[table] = (count, digest.hexdigest())
    return found


def files(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as content:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(
                    content, "sha256"
                ).hexdigest()
    return found


def differing[Value](one: dict[str, Value], other: dict[str, Value]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
