"""Two associations with one row each in every table, read off the catalogue: the models are not asked.

Rows are laid down by the superuser with checks dropped and triggers asleep, so that no table is left out
because its rows are hard to make; what is measured afterwards is measured as the application's role.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID, uuid5

from psycopg import Connection, sql
from psycopg.types.json import Jsonb

HERE = UUID("019a0000-0000-7000-8000-00000000000a")
THERE = UUID("019a0000-0000-7000-8000-00000000000b")
VALUES: dict[str, Any] = {
    "text": "نص",
    "varchar": "x",
    "bool": False,
    "int2": 1,
    "int4": 1,
    "int8": 1,
    "uuid": HERE,
    "date": "2026-11-23",
    "timestamptz": "2026-11-23T09:30:00Z",
    "bytea": b"\x01" * 40,
    "jsonb": Jsonb({}),
}


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    needed: bool


@dataclass(frozen=True)
class Reference:
    """`column` of `table` names the id of a row of `target`."""

    table: str
    column: str
    target: str


def tables(connection: Connection) -> list[str]:
    """Every table whose rows belong to an association: whatever has the column."""
    return _names(
        connection,
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND a.attname = 'organisation_id' AND NOT a.attisdropped ORDER BY 1",
    )


def columns(connection: Connection, table: str) -> list[Column]:
    found = connection.execute(
        "SELECT a.attname, t.typname, a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''"
        " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
        " WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        [table],
    )
    return [Column(*row) for row in found.fetchall()]


def references(connection: Connection) -> list[Reference]:
    """Between associations' tables, by the column beside organisation_id."""
    found = connection.execute(
        "SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)"
        " WHERE c.contype = 'f' AND a.attname <> 'organisation_id' ORDER BY 1, 2"
    )
    own = set(tables(connection))
    rows = [Reference(*row) for row in found.fetchall()]
    return [each for each in rows if {each.table, each.target} <= own]


def row_id(organisation: UUID, table: str) -> UUID:
    return uuid5(organisation, table)


def fill(root: Connection) -> None:
    """As the superuser; the database is this test's own."""
    for table, name in root.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid <> 0"
    ).fetchall():
        root.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
        )
    root.execute("SET session_replication_role = replica")
    for organisation in (HERE, THERE):
        slug = organisation.hex[-4:]
        root.execute(
            "INSERT INTO organisations_organisation (id, slug, name, created_at) VALUES (%s, %s, %s, now())",
            [organisation, slug, slug],
        )
        root.execute(
            "INSERT INTO organisations_user (id, username, email, password, is_active, created_at)"
            " VALUES (%s, %s, '', '', true, now())",
            [row_id(organisation, "organisations_user"), slug],
        )
        for table in tables(root):
            insert(root, table, row(root, organisation, table))
    root.execute("SET session_replication_role = DEFAULT")


def row(connection: Connection, organisation: UUID, table: str) -> dict[str, Any]:
    """Values of the one row of an association in a table, its references to that association's own rows."""
    targets = {each.column: each.target for each in references(connection) if each.table == table}
    made: dict[str, Any] = {}
    for column in columns(connection, table):
        if column.name == "organisation_id":
            made[column.name] = organisation
        elif column.name == "id":
            made[column.name] = row_id(organisation, table)
        elif column.name in targets:
            made[column.name] = row_id(organisation, targets[column.name])
        elif column.name == "user_id":
            made[column.name] = row_id(organisation, "organisations_user")
        elif column.needed:
            made[column.name] = [] if column.kind.startswith("_") else VALUES[column.kind]
    return made


def insert(connection: Connection, table: str, values: dict[str, Any]) -> None:
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        ),
        list(values.values()),
    )


def enter(connection: Connection, organisation: UUID | None) -> None:
    """As `within` does, for the transaction that is open."""
    connection.execute(
        "SELECT set_config('silah.organisation', %s, true)", [str(organisation) if organisation else ""]
    )


def _names(connection: Connection, query: LiteralString) -> list[str]:
    return [name for (name,) in connection.execute(query).fetchall()]
