"""How many planted second files the alert finds, and how often it names somebody who is not one."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any
from uuid import UUID

HEADS = ["second files", "planted", "found", "named beside them, a file", "ms a file"]
INNOCENT = 300  # files nobody doubled, looked at for alerts that are none
MOST = 300  # planted ones looked at of each kind


def rows(data: Any, slug: str) -> list[list[str]]:
    """As `HEADS` says: a row for each way in which a second file differs, and one for files without one."""
    import psycopg

    from bench.population import doubles
    from silah.config.embedded import places

    with psycopg.connect(places.url(data, "silah_owner")) as owner:
        planted = list(doubles.key(owner, slug))
        if not planted:
            return []
        at = planted[0].organisation_id
        innocent = owner.execute(
            "SELECT id FROM people_party WHERE organisation_id = %s AND national_id IS NOT NULL"
            " AND id NOT IN (SELECT first FROM bench_double) ORDER BY md5(id::text) LIMIT %s",
            [at, INNOCENT],
        ).fetchall()
    found = []
    for how in doubles.HOWS:
        some = [(each.second, each.first) for each in planted if each.how == how][:MOST]
        if some:
            found.append(_row(at, how, some))
    return [*found, _row(at, "none", [(row[0], None) for row in innocent])]


def _row(at: UUID, how: str, files: Iterable[tuple[UUID, UUID | None]]) -> list[str]:
    from bench.scenes import member
    from silah.foundation.access.actor import Door
    from silah.foundation.tenancy import within
    from silah.people import queries
    from silah.people.models import Party

    asked, hits, others = 0, 0, 0
    with within(at):
        by = member(at, "relations_officer").actor(Door.DESK)
    begun = time.perf_counter()
    for looked, wanted in files:
        with within(at):
            matches = {match.id for match in queries.doubles_of(by, Party.objects.get(id=looked))}
        asked += 1
        hits += wanted in matches
        others += len(matches - {wanted})
    each = (time.perf_counter() - begun) / asked * 1000
    return [how, f"{asked:,}", f"{hits:,}" if how != "none" else "", f"{others / asked:.2f}", f"{each:.1f}"]
