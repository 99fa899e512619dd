"""`make bench SIZE=1k`: makes the population once, measures every scene, writes `docs/bench.md`.

The data folder is kept (`SILAH_BENCH`, by default beside temporary files) and used again.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from bench import home
from bench.population.__main__ import number

TIMES = int(os.environ.get("TIMES", "100"))
WARMING = 10  # scenes whose pages are opened once more before memory is read
# By people: how many open requests the night goes over, how many rows the Excel list has.
ALSO = {1_000: ("3k", "10k"), 100_000: ("30k", "60k"), 1_000_000: ("300k", "60k")}
TABLES = 12  # the largest ones, of which the report tells bytes a row
ONLY = os.environ.get("ONLY", "")  # scenes with these words in their names; nothing is written then


def main() -> int:
    asked = sys.argv[1] if len(sys.argv) > 1 else "1k"
    size = number(asked)
    with home.opened(f"silah-bench-{size}") as data:
        from silah.foundation.ui import assets

        assets.make_ready()
        _run(data, asked, size)
    return 0


def _run(data: Path, asked: str, size: int) -> None:
    from bench import doubles as alerts
    from bench import export, memory, night, report
    from bench.asked import SLUG
    from bench.population import doubles, folding
    from bench.population.making import make
    from silah.config.embedded import places
    from silah.foundation.kernel import clock

    printed = make(data, size)
    doubles.plant(places.url(data, "silah_owner"))
    folding.fold()
    counted = _counted()
    scenes, memory_taken = _scenes(data)
    if ONLY:
        return
    open_requests, exported = ALSO[min(ALSO, key=lambda each: abs(each - size))]
    also = [
        report.table(memory.HEADS, memory_taken),
        report.table(night.HEADS, night.rows(open_requests)),
        report.table(export.HEADS, export.rows(exported)),
        report.table(alerts.HEADS, alerts.rows(data, SLUG)),
    ]
    report.keep(
        asked,
        {
            "size": asked,
            "people": size,
            "on": f"{clock.today():%Y-%m-%d}",
            "machine": report.machine(),
            "printed": printed,
            "counted": counted,
            "scenes": scenes,
            "also": also,
        },
    )


def _scenes(data: Path) -> tuple[dict[str, Any], list[list[str]]]:
    """What each costs, and what the server takes after all of them."""
    from bench import memory
    from bench.calls import Server, measure
    from bench.scenes import EIGHT, WARM, scenes
    from bench.served import Served, spread

    measured: dict[str, Any] = {}
    here = Server()
    with Served() as server:
        every = scenes(TIMES)
        for scene in every:
            if ONLY not in scene.name:
                continue
            begun, calls = time.monotonic(), iter(scene.calls)
            warm = min(WARM, len(scene.calls) // 8)  # who could still ask is few at a thousand people
            share = min(TIMES, (len(scene.calls) - 2 * warm) // 4)  # fewer of what takes long

            def some(count: int, calls: Any = calls) -> list[Any]:
                return [next(calls) for _one in range(count)]

            cost = measure(here, some(warm + max(4, share // 2)), warm=warm, expect=scene.status)
            server.time(some(warm), clients=2, expect=scene.status)
            each: dict[str, Any] = {**cost.figures(), "target": scene.target}
            each["one"] = spread(server.time(some(share), clients=1, expect=scene.status))
            each["eight"] = spread(server.time(some(2 * share), clients=EIGHT, expect=scene.status))
            measured[scene.name] = each
            print(
                f"{scene.name}: CPU {each['cpu']:.1f}, {each['queries']:.0f} queries, floor {each['floor']:.1f};"
                f" one client {each['one']['p50']:.0f}/{each['one']['p95']:.0f}/{each['one']['p99']:.0f} ms,"
                f" eight {each['eight']['p50']:.0f}/{each['eight']['p95']:.0f}/{each['eight']['p99']:.0f} ms"
                f" ({time.monotonic() - begun:.0f} s)",
                flush=True,
            )
        pages = [call for scene in every[:WARMING] for call in scene.calls[:4]]
        return measured, memory.rows(server, pages, data)


def _counted() -> dict[str, Any]:
    """How much there is, counted as the owner: the application sees one association at a time."""
    import psycopg
    from django.conf import settings

    from bench.population.loading import UNDER_WAY
    from silah.config.embedded import places

    with psycopg.connect(places.url(settings.DATA, "silah_owner")) as owner:
        found = owner.execute(
            "SELECT (SELECT count(*) FROM organisations_organisation), (SELECT count(*) FROM people_party),"
            " count(*), count(*) FILTER (WHERE stage = ANY(%s)), (SELECT count(*) FROM journal_entry),"
            " pg_size_pretty(pg_database_size(current_database())), pg_database_size(current_database())"
            " FROM requests_supportrequest",
            [list(UNDER_WAY)],
        ).fetchone()
        tables = owner.execute(
            "SELECT relname, reltuples::bigint, pg_total_relation_size(oid), pg_relation_size(oid) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > 0"
            " ORDER BY pg_total_relation_size(oid) DESC LIMIT %s",
            [TABLES],
        ).fetchall()
    assert found is not None
    associations, people, requests, under_way, entries, size, taken = found
    return {
        "associations": associations,
        "people": people,
        "requests": requests,
        "open": under_way,
        "entries": entries,
        "size": size,
        "tables": [[name, rows, whole // rows, own // rows] for name, rows, whole, own in tables],
        "bytes_a_person": taken // max(people, 1),
        "bytes_a_request": taken // max(requests, 1),
    }


if __name__ == "__main__":
    raise SystemExit(main())
