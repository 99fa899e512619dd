"""Where measurements keep their database: `SILAH_BENCH`, else beside temporary files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OURS = "silah bench"  # what PostgreSQL calls the connections of this process


@contextmanager
def opened(name: str) -> Iterator[Path]:
    """The data folder of this name, its server up, of this version, and this process ready to work in it."""
    home = Path(os.environ.get("SILAH_BENCH", tempfile.gettempdir())) / name
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    os.environ |= {
        "SILAH_DATA": str(home / "data"),
        "SILAH_KEYS": str(home / "keys"),
        "DJANGO_SETTINGS_MODULE": "silah.config.settings",
        "PGAPPNAME": OURS,
    }
    from silah.config import embedded
    from silah.config.upgrade import upgrade

    with embedded.ensure_running(home / "data") as handle:
        if failed := upgrade(quiet=True):
            raise SystemExit(failed)
        import django

        django.setup()
        yield home / "data"
        handle.release(wait=30)


def leave_alone(data: Path) -> None:
    """Ends our connections, so that the server is left with its own; the next statement opens one."""
    from django.db import connections

    from silah.config.embedded import asking, places

    connections.close_all()
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :'ours';"
    asking.ask(data, "postgres", places.DATABASE, end, ours=OURS)
