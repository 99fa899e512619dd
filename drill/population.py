"""Made before all others and copied for each: the population, printed once and kept, and in it whoever will call."""

from __future__ import annotations

from collections.abc import Iterator

from drill.findings import TOLD, Drill, Finding
from drill.installation import Installation

PEOPLE = 110  # who can sign a request in the portal


def run(drill: Drill) -> Iterator[Finding]:
    kept = Installation(drill.home / "population")
    drill.say(f"printing {drill.size:,} people, unless they are, and counting their figures")
    kept.home.mkdir(parents=True, exist_ok=True, mode=0o711)
    kept.asked("-m", "bench.population", str(drill.size), "--folded")  # and brought to this version
    (drill.home / TOLD).unlink(missing_ok=True)  # without it no module takes an earlier run's for this one's
    drill.say("a copy for the modules, with whoever will call")
    made, known = kept.copied(drill.home / "told"), drill.home / TOLD
    with made.up() as up:
        known.touch(0o600)
        known.write_text(made.asked("-m", "drill.furnish", str(PEOPLE)))
        with made.connect() as connection:
            row = connection.execute(
                "SELECT (SELECT count(*) FROM people_party), (SELECT count(*) FROM requests_supportrequest),"
                " (SELECT count(*) FROM journal_entry), pg_size_pretty(pg_database_size(current_database()))"
            ).fetchone()
            last = str(connection.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone()[0])  # type: ignore[index]
        up.release(wait=60)
    _lighten(made, last)
    people, requests, entries, size = row or (0, 0, 0, "")
    yield Finding(
        "what all of it is done to",
        f"{people:,} people, {requests:,} requests, {entries:,} entries of the journal, {size}",
        "printed, brought to this version, a copy for each module",
        people >= drill.size * 9 // 10,
    )


def _lighten(made: Installation, last: str) -> None:
    """Without the gigabyte of empty log that the printing left ready for more of it: each module copies what is here."""
    log = made.data / "postgres/pg_wal"
    ahead = sorted(path for path in log.iterdir() if len(path.name) == len(last) and path.name > last)
    for path in ahead[1:]:
        path.unlink()
