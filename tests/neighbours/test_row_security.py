"""With every filter of every query taken away, the database itself keeps two associations apart."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from psycopg import Connection, sql

from tests.neighbours.rows import (
    HERE,
    THERE,
    columns,
    enter,
    insert,
    references,
    row,
    row_id,
    tables,
)

Act = Callable[[Connection, str], int]


def seen(connection: Connection, table: str) -> int:
    found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(found[0]) if found else 0


def changed(connection: Connection, table: str) -> int:
    """Every column of every row, to what it is."""
    same = sql.SQL(", ").join(
        sql.SQL("{0} = {0}").format(sql.Identifier(each.name)) for each in columns(connection, table)
    )
    return _done(connection, sql.SQL("UPDATE {} SET {}").format(sql.Identifier(table), same))


def deleted(connection: Connection, table: str) -> int:
    """Without its own rows in the way, which others still name."""
    theirs = sql.SQL("DELETE FROM {} WHERE id <> {}").format(
        sql.Identifier(table), sql.Literal(row_id(HERE, table))
    )
    return _done(connection, theirs)


def _done(connection: Connection, statement: sql.Composable) -> int:
    """How many rows it touched; none where the application has no such right at all."""
    try:
        with connection.transaction():
            return connection.execute(statement).rowcount
    except psycopg.errors.InsufficientPrivilege:
        return 0


def touched(connection: Connection, act: Act) -> dict[str, int]:
    return {table: count for table in tables(connection) if (count := act(connection, table))}


def test_every_table_holds_a_row_of_each_or_the_walk_proves_nothing(root: Connection) -> None:
    assert len(tables(root)) > 60
    assert {seen(root, table) for table in tables(root)} == {2}


def test_one_sees_and_changes_ones_own_rows_alone(app: Connection) -> None:
    assert set(touched(app, seen)) == set(tables(app))
    assert set(touched(app, seen).values()) == {1}
    written = touched(app, changed)
    laid = "evidence_figuretouch"  # a record of one's own for each of these changes
    assert written.pop(laid) >= 1
    assert set(written.values()) == {1}
    assert deleted(app, laid) >= 1
    assert touched(app, deleted) == {}


def test_outside_any_association_there_is_no_row_at_all(app: Connection) -> None:
    for nobody in ("", None):
        if nobody is None:
            app.rollback()  # a connection that never heard of an association
        else:
            enter(app, None)
        assert touched(app, seen) == touched(app, changed) == touched(app, deleted) == {}


def test_a_row_cannot_be_put_into_the_other_or_carried_over(app: Connection) -> None:
    for table in tables(app):
        theirs = row(app, THERE, table)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            insert(app, table, {**theirs, "id": row_id(row_id(THERE, table), "another")})
        carried = sql.SQL("UPDATE {} SET organisation_id = {}").format(
            sql.Identifier(table), sql.Literal(THERE)
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            app.execute(carried)


def test_no_reference_of_ones_own_row_can_name_a_row_of_the_other(app: Connection) -> None:
    """By an update where that is allowed, else by a new row that names it."""
    known = references(app)
    assert len(known) > 60
    for each in known:
        theirs = row_id(THERE, each.target)
        with pytest.raises(psycopg.errors.ForeignKeyViolation, match=each.column), app.transaction():
            _name(app, each.table, each.column, theirs)


def _name(app: Connection, table: str, column: str, value: object) -> None:
    mine = row(app, HERE, table)
    allowed = app.execute("SELECT has_table_privilege(%s, 'UPDATE')", [table]).fetchone()
    if allowed and allowed[0]:
        app.execute(
            sql.SQL("UPDATE {} SET {} = %s").format(sql.Identifier(table), sql.Identifier(column)), [value]
        )
        app.execute("SET CONSTRAINTS ALL IMMEDIATE")
    else:
        insert(app, table, {**mine, "id": row_id(mine["id"], "another"), column: value})


# --- the guards taken away: what the walks above would say ------------------------------------------------


@pytest.mark.parametrize(
    "gone",
    [
        "ALTER TABLE people_party DISABLE ROW LEVEL SECURITY",
        "ALTER POLICY own ON people_party USING (true)",
    ],
)
def test_the_walk_sees_one_table_left_open(root: Connection, gone: str) -> None:
    root.execute(gone)  # type: ignore[call-overload]
    root.execute("SET LOCAL ROLE silah_app")
    enter(root, HERE)
    assert {table for table, count in touched(root, seen).items() if count == 2} == {"people_party"}


def test_a_plain_reference_would_let_the_other_in(root: Connection) -> None:
    """Why keys are composite: foreign keys are checked past row security."""
    root.execute(
        "ALTER TABLE organisations_membership DROP CONSTRAINT organisations_membership_office_id_own"
    )
    root.execute("CREATE UNIQUE INDEX office_alone ON organisations_office (id)")
    root.execute(
        "ALTER TABLE organisations_membership ADD CONSTRAINT plain"
        " FOREIGN KEY (office_id) REFERENCES organisations_office (id)"
    )
    root.execute("SET LOCAL ROLE silah_app")
    enter(root, HERE)
    _name(root, "organisations_membership", "office_id", row_id(THERE, "organisations_office"))
