"""Functions of the owner's pass by row security: each is listed here with all that it may tell whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from psycopg import Connection

from tests.neighbours.rows import HERE, THERE, enter, row_id

NOBODY = UUID("019a0000-0000-7000-8000-00000000000f")
FIXED = "search_path=pg_catalog, public, pg_temp"


@dataclass(frozen=True)
class Told:
    """`asked`: arguments that find whatever there is. `scoped`: what it gives is the open association's alone, ids of
    rows of `table`."""

    asked: tuple[Any, ...]
    scoped: bool = True
    table: str = "people_party"


# Whoever writes another says here what it tells, and of whom.
KNOWN = {
    "silah_search_parties": Told(("%", ["%"], 100)),
    "silah_first_parties": Told((["%"], 100, 100, 100, 100)),
    "silah_newest_requests": Told((["%"], 100, 100, 100), table="requests_supportrequest"),
    "silah_similar_parties": Told(("x", 100)),
    "silah_parties_of_words": Told((["x"], 100)),
    "silah_parties_but_for_a_word": Told((["x", "y"], ["%"], 100)),
    # Ids of associations for the timers, and nothing of what lies in them.
    "silah_associations_with_messages_due": Told(("2100-01-01",), scoped=False),
    "silah_associations_with_replies_due": Told(("2100-01-01",), scoped=False),
    "silah_figures_waiting": Told(("2100-01-01",), scoped=False),
    # Slug and name of where a log-in works: asked with the log-in that signed in.
    "silah_work_places": Told((NOBODY,), scoped=False),
}


def passing_by(connection: Connection) -> dict[str, tuple[str, bool, list[str], list[str]]]:
    """Name → what it returns, open to everybody?, its settings, the kinds of its arguments."""
    rows = connection.execute(
        "SELECT p.proname, pg_get_function_result(p.oid),"
        " EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) WHERE grantee = 0),"
        " coalesce(p.proconfig, '{}'), string_to_array(oidvectortypes(p.proargtypes), ', ')"
        " FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"
    )
    return {name: tuple(more) for name, *more in rows.fetchall()}  # type: ignore[misc]


def test_every_such_function_is_known_and_none_takes_the_association_as_an_argument(root: Connection) -> None:
    found = passing_by(root)
    assert set(found) == set(KNOWN)
    for name, (result, open_to_all, settings, _kinds) in found.items():
        assert FIXED in settings, f"{name}: whoever calls it could put another table before ours"
        assert not open_to_all, name
        if KNOWN[name].scoped:
            assert result == "TABLE(id uuid)", f"{name} gives more than ids, past row security"


@pytest.mark.parametrize("name", [name for name, told in KNOWN.items() if told.scoped])
def test_a_search_finds_ones_own_and_nothing_of_the_other(app: Connection, name: str) -> None:
    kinds = passing_by(app)[name][3]
    call = f"SELECT * FROM {name}({', '.join(f'%s::{kind}' for kind in kinds)})"
    for organisation, expected in ((HERE, HERE), (THERE, THERE), (NOBODY, None), (None, None)):
        enter(app, organisation)
        found = [each for (each,) in app.execute(call, KNOWN[name].asked).fetchall()]  # type: ignore[call-overload]
        assert found == ([row_id(expected, KNOWN[name].table)] if expected else [])


def test_where_a_log_in_works_says_slugs_and_names_of_its_own_places_alone(app: Connection) -> None:
    mine = row_id(HERE, "organisations_user")
    assert app.execute("SELECT * FROM silah_work_places(%s)", [mine]).fetchall() == [(HERE.hex[-4:],) * 2]
    assert app.execute("SELECT * FROM silah_work_places(%s)", [NOBODY]).fetchall() == []


def test_a_search_that_forgot_its_filter_would_be_seen(root: Connection) -> None:
    root.execute(
        "CREATE OR REPLACE FUNCTION silah_similar_parties(name text, most integer) RETURNS TABLE (id uuid)"
        " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
        " AS 'SELECT p.id FROM people_party AS p'"
    )
    root.execute("SET LOCAL ROLE silah_app")
    enter(root, HERE)
    assert len(root.execute("SELECT * FROM silah_similar_parties('x', 100)").fetchall()) == 2
