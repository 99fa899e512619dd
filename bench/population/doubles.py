"""Second files of people who are there already, opened as by somebody who did not search: planted, with the key.

Who is planted follows from the order of the files alone; `bench_double` is the answer key: the second file, the
first, and in what they differ. A run that was cut goes on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from bench.population.people import otherwise, slip
from silah.foundation.access.actor import visitor
from silah.foundation.tenancy import within
from silah.people import operations as people
from silah.people.models import ContactPoint, Party

ONE_IN = 80  # files that have all a second one can share: three in a thousand of all
# What the second file has of the first beside its name: it never has the identity number.
HOWS = ("written otherwise", "a slip and the same mobile", "a slip and the same birth date")


@dataclass(frozen=True)
class Double:
    organisation_id: UUID
    second: UUID
    first: UUID
    how: str


def plant(url: str) -> None:
    """One in eighty of each association's files, by the operation that opens any file."""
    with psycopg.connect(url) as owner:
        owner.execute(
            "CREATE TABLE IF NOT EXISTS bench_double (organisation_id uuid, first uuid PRIMARY KEY, second uuid, how text)"
        )
        waiting = _waiting(owner)
    connection.close()  # each process has its own
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=get_context("fork"), initializer=_open, initargs=(url,)
    ) as hands:
        for done, _one in enumerate(hands.map(_plant, waiting, chunksize=20), 1):
            if done % 500 == 0 or done == len(waiting):
                print(f"{done} of {len(waiting)} doubles planted", file=sys.stderr, flush=True)


def key(owner: psycopg.Connection[Any], slug: str) -> Iterator[Double]:
    """What was planted at this association, in the order of the first files."""
    rows = owner.execute(
        "SELECT organisation_id, second, first, how FROM bench_double"
        " JOIN organisations_organisation o ON o.id = organisation_id WHERE o.slug = %s ORDER BY first",
        [slug],
    )
    return (Double(*row) for row in rows.fetchall())


def _waiting(owner: psycopg.Connection[Any]) -> list[tuple[UUID, UUID, str]]:
    """Files with all they can share, but for the demonstration's own and those done."""
    rows = owner.execute(
        "SELECT organisation_id, id, place FROM (SELECT p.organisation_id, p.id,"
        " row_number() OVER (PARTITION BY p.organisation_id ORDER BY p.id) AS place FROM people_party p"
        " JOIN organisations_organisation o ON o.id = p.organisation_id WHERE o.slug NOT IN ('qw', 'ej')"
        " AND p.national_id IS NOT NULL AND p.birth_date IS NOT NULL AND EXISTS (SELECT FROM people_contactpoint c"
        " WHERE c.organisation_id = p.organisation_id AND c.party_id = p.id AND c.kind = 'mobile'"
        " AND c.in_use_from IS NOT NULL AND c.ended_at IS NULL)) files"
        " WHERE place %% %s = 0 AND id NOT IN (SELECT first FROM bench_double) ORDER BY id",
        [ONE_IN],
    ).fetchall()
    return [(at, first, HOWS[place // ONE_IN % len(HOWS)]) for at, first, place in rows]


_owner: psycopg.Connection[Any]


def _open(url: str) -> None:
    global _owner  # noqa: PLW0603
    _owner = psycopg.connect(url)


def _plant(one: tuple[UUID, UUID, str]) -> None:
    organisation_id, first_id, how = one
    with within(organisation_id):
        first = Party.objects.get(id=first_id)
        mobile = ContactPoint.objects.get(
            party=first, kind="mobile", in_use_from__isnull=False, ended_at=None
        ).value
        second = people.register_person(
            by=visitor(organisation_id),
            full_name=otherwise(first.full_name) if how == HOWS[0] else slip(first.full_name),
            birth_date=first.birth_date if how == HOWS[2] else None,
            mobile=mobile if how == HOWS[1] else None,
            sex=first.sex,
        )
    with _owner.transaction():
        _owner.execute(
            "INSERT INTO bench_double (organisation_id, first, second, how) VALUES (%s, %s, %s, %s)",
            [organisation_id, first_id, second.id, how],
        )
