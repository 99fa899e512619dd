"""Prints into PostgreSQL: indexes aside, COPY from every core, indexes again. Goes on where it was cut."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from bench.population import plan
from bench.population.capture import Told, capture, tables, without
from bench.population.plan import Planned
from bench.population.printing import Association, Plate, Print, impress, numbered
from bench.population.stamp import Reader
from silah.foundation.kernel.sealing import KeyRing

Connection = psycopg.Connection[tuple[Any, ...]]
HEADER, TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
AT_ONCE = 6  # prints in one transaction
UNDER_WAY = frozenset({"submitted", "complete", "verified", "studied", "decided", "serving"})
BASE_WEEKS = plan.WEEKS + 10  # the association was there before its first request
QUIET = 10  # seconds between two lines of progress in a file
_said = 0.0
SETTLED_AFTER = 1  # weeks: a settled story ends today; printed a week ago it ended a week ago


@dataclass(frozen=True)
class Kind:
    """What an association like qw is printed from."""

    base: Plate
    settled: Plate
    under_way: Plate
    users: list[tuple[bytes, str, str]]
    base_ids: int

    @property
    def people(self) -> int:
        return len(self.settled.stamp.persons)


def kind_of(told: Told, ring: KeyRing) -> Kind:
    base = Reader(told, ring, base=True).read()
    every = Reader(without(told, frozenset()), ring, base=False).read()
    settled = Reader(without(told, UNDER_WAY), ring, base=False).read()
    return Kind(Plate(base), Plate(settled), Plate(every), told.users, len(base.base))


def populate(url: str, ring: KeyRing, size: int, today: date) -> None:
    """Adds `size` people to a database in which the demonstration was told. Prints how far it is."""
    with psycopg.connect(url) as connection:
        kinds = {
            slug: kind_of(capture(connection, organisation_id), ring)
            for slug, organisation_id in connection.execute(
                "SELECT slug, id FROM organisations_organisation WHERE slug IN ('qw', 'ej')"
            )
        }
        _lay_aside(connection)
    _kinds.update(kinds)  # before the processes are forked, which then have them
    begun, made = time.monotonic(), 0
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=get_context("fork"), initializer=_open, initargs=(url,)
    ) as hands:
        waiting: list[Future[int]] = []
        for planned, share in _shares(kinds, size, today):
            waiting.append(hands.submit(_print, ring, planned, share))
        for done in as_completed(waiting):
            made += done.result()
            _say(f"{made:,} of about {size:,} people, {made / (time.monotonic() - begun):,.0f} a second")
    _put_back(url)


# --- what is printed ------------------------------------------------------------------------------------

Share = list[Print]


def _shares(kinds: dict[str, Kind], size: int, today: date) -> Iterator[tuple[Planned, Share]]:
    number = 0
    for planned in plan.associations(size):
        kind, share = kinds[planned.like], []
        count = max(1, round(planned.people / kind.people))
        under_way = min(count, max(plan.LEAST_OPEN, count // plan.OPEN_SHARE))
        draw = random.Random(f"silah weeks {planned.number}")  # noqa: S311
        counted: dict[tuple[str, int], int] = {}
        for weeks in [*plan.weeks(draw, count - under_way, today, SETTLED_AFTER), *[0] * under_way]:
            number += 1
            share.append(Print(number, weeks, dict(counted)))
            _count(kind, weeks, counted)
            if len(share) == AT_ONCE:
                yield planned, share
                share = []
        if share:
            yield planned, share


def _count(kind: Kind, weeks: int, counted: dict[tuple[str, int], int]) -> None:
    """What this print's numbers add, without making it."""
    numbered((kind.under_way if weeks == 0 else kind.settled).stamp, weeks, counted)


# --- by each process ------------------------------------------------------------------------------------

_connection: Connection
_kinds: dict[str, Kind] = {}


def _open(url: str) -> None:
    global _connection  # noqa: PLW0603
    _connection = psycopg.connect(url)
    _connection.execute("SET synchronous_commit = off")
    _connection.commit()


def _print(ring: KeyRing, planned: Planned, share: Share) -> int:
    """One transaction; nothing where it was done before."""
    kind = _kinds[planned.like]
    at = Association.of(planned.number, planned.slug, ring, kind.base_ids)
    with _connection.transaction():
        first = _connection.execute(
            "INSERT INTO bench_printed VALUES (%s) ON CONFLICT DO NOTHING RETURNING 1", [share[0].number]
        ).fetchone()
        if first is None:
            return len(share) * kind.people
        if not any(share[0].counted.values()):
            _association(kind, at)
        gathered: dict[str, list[bytes]] = {}
        for one in share:
            plate = kind.under_way if one.weeks == 0 else kind.settled
            for table, data in impress(plate, at, one).items():
                gathered.setdefault(table, []).append(data)
        _copy(kind, gathered)
        _counters(at, share[-1])
    return len(share) * kind.people


def _association(kind: Kind, at: Association) -> None:
    _connection.execute(
        "INSERT INTO organisations_organisation (id, slug, name, created_at) VALUES (%s, %s, %s, now() - interval '4 years')",
        [at.id, at.slug, at.slug],
    )
    for user_id, name, password in kind.users:
        place = kind.base.stamp.base[user_id]
        _connection.execute(
            "INSERT INTO organisations_user (id, username, password, email, is_active, created_at) VALUES (%s, %s, %s, '', true, now())",
            [UUID(bytes=at.base[place]), f"{at.slug}-{name.partition('-')[2]}", password],
        )
    printed = impress(kind.base, at, Print(-at.number, BASE_WEEKS, {}))
    _copy(kind, {table: [data] for table, data in printed.items()})


def _copy(kind: Kind, gathered: dict[str, list[bytes]]) -> None:
    columns = kind.base.stamp.told.columns
    for table, rows in gathered.items():
        if not any(rows):
            continue
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
            sql.Identifier(table), sql.SQL(", ").join(sql.Identifier(each.name) for each in columns[table])
        )
        with _connection.cursor().copy(statement) as copy:
            copy.write(b"".join([HEADER, *rows, TRAILER]))


def _counters(at: Association, last: Print) -> None:
    """As they stand after the share's last print; shares may end in any order."""
    for (series, year), value in last.counted.items():
        _connection.execute(
            "INSERT INTO organisations_counter (id, organisation_id, series, year, value)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s)",
            [at.id, series, year, value],
        )


# --- indexes aside, and back ------------------------------------------------------------------------------


def _lay_aside(connection: Connection) -> None:
    """Keys and indexes of the filled tables; how to make them again is kept in the database first."""
    connection.execute("CREATE TABLE IF NOT EXISTS bench_printed (number bigint PRIMARY KEY)")
    connection.execute("CREATE TABLE IF NOT EXISTS bench_aside (place serial, words text NOT NULL)")
    names = [*tables(), "organisations_counter"]
    constraints = connection.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE (conrelid::regclass::text = ANY(%s) OR confrelid::regclass::text = ANY(%s)) AND contype IN ('f', 'p', 'u')"
        " ORDER BY contype = 'f', conname",
        [names, names],
    ).fetchall()
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid::regclass::text = ANY(%s)"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))",
        [names],
    ).fetchall()
    again = [f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}" for table, name, words in constraints]
    for words in [
        *again[: _first_reference(constraints)],
        *(words for _n, words in indexes),
        *again[_first_reference(constraints) :],
    ]:
        connection.execute("INSERT INTO bench_aside (words) VALUES (%s)", [words])
    # A trigger that asks whether a row's companion is there already cannot be answered table by table.
    for table in names:
        connection.execute(
            "INSERT INTO bench_aside (words) VALUES (%s)", [f"ALTER TABLE {table} ENABLE TRIGGER USER"]
        )
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for table, name, _words in reversed(constraints):
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _words in indexes:
        connection.execute(f"DROP INDEX {name}")


def _first_reference(constraints: list[tuple[Any, ...]]) -> int:
    return next((n for n, each in enumerate(constraints) if each[2].startswith("FOREIGN")), len(constraints))


def _put_back(url: str) -> None:
    """Every key, index and reference again: what was printed is checked by PostgreSQL itself."""
    with psycopg.connect(url) as connection:
        _one_counter(connection)
        words = connection.execute("SELECT place, words FROM bench_aside ORDER BY place").fetchall()
    keys = [each for each in words if "FOREIGN KEY" not in each[1]]
    references = [each for each in words if "FOREIGN KEY" in each[1]]
    for part, name in ((keys, "indexes"), (references, "references")):
        with ProcessPoolExecutor(
            os.cpu_count(), mp_context=get_context("fork"), initializer=_open, initargs=(url,)
        ) as hands:
            for done, _one in enumerate(hands.map(_again, part), 1):
                _say(f"{done} of {len(part)} {name}")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")  # as autovacuum would in time


def _again(kept: tuple[int, str]) -> None:
    place, words = kept
    with _connection.transaction():
        _connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        _connection.execute(words)
        _connection.execute("DELETE FROM bench_aside WHERE place = %s", [place])


def _one_counter(connection: Connection) -> None:
    connection.execute(
        "DELETE FROM organisations_counter c USING organisations_counter d WHERE c.organisation_id = d.organisation_id"
        " AND c.series = d.series AND c.year = d.year AND (c.value, c.id) < (d.value, d.id)"
    )


def _say(words: str) -> None:
    """On one line where somebody looks on; elsewhere seldom."""
    global _said  # noqa: PLW0603
    if sys.stderr.isatty():
        print(f"\r{words}   ", end="", file=sys.stderr, flush=True)
    elif time.monotonic() - _said > QUIET:
        print(words, file=sys.stderr, flush=True)
        _said = time.monotonic()
