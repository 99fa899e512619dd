"""Two installations, row by row and file by file, without holding either in memory."""

from __future__ import annotations

import hashlib
from pathlib import Path

import psycopg
from psycopg import sql

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
# Whole rows, in whatever order they lie; a row that is there twice counts twice. Two sums, of two kinds of hash, over
# a text that is made once (OFFSET 0 keeps the planner from making it twice).
ROWS = """SELECT count(*), concat(sum(hashtextextended(whole, 0)::numeric), ' ',
          sum(hashtextextended(whole, 7919)::numeric)) FROM (SELECT t::text AS whole FROM {} t OFFSET 0) AS each"""


def rows(connection: psycopg.Connection) -> dict[str, tuple[int, str]]:
    """By table: how many rows, and a digest of all of them."""
    found = {}
    for (table,) in connection.execute(TABLES).fetchall():
        row = connection.execute(sql.SQL(ROWS).format(sql.Identifier(table))).fetchone()
        assert row is not None
        found[table] = (row[0], row[1])
    return found


def files(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            found[path.relative_to(folder).as_posix()] = digest
    return found


def differing[Value](one: dict[str, Value], other: dict[str, Value]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
