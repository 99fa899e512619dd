"""`silah upgrade` while clients are served and somebody reads for long: no request fails, none waits for the tables."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from drill.findings import Drill, Finding
from drill.insisting import Log
from drill.installation import Installation
from drill.looking import Looking
from drill.programs import Program
from drill.running import Running

# Steps that this version's code can do without for a while: they are undone, and done again under traffic.
BACK = (("requests", "0002"), ("journal", "0005"))
UNDO = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", {app!r}, {name!r}, interactive=False, verbosity=0)
"""
PENDING = "SELECT count(*) FROM django_migrations"
LONG = 4.0  # seconds somebody's report reads the table that the upgrade changes
WAIT = 2.0  # seconds a request may wait


def run(drill: Drill) -> Iterator[Finding]:
    here, told = drill.populated("upgrading")
    try:
        log = Log()
        with Running(here) as server:
            for app, name in BACK:
                owner = {"SILAH_DATABASE_ROLE": "owner", "DJANGO_SETTINGS_MODULE": "silah.config.settings"}
                here.asked("-c", UNDO.format(app=app, name=name), **owner)
            with here.connect() as connection:
                before = connection.execute(PENDING).fetchone()
            programs = [
                Program(server.address, told["slug"], log, token=token, seed=60 + place)
                for place, token in enumerate(told["tokens"][:2])
            ]
            for program in programs:
                program.once()
                program.start()
            usual = _slowest(log, 5)
            drill.say("clients go on; upgrading under them")
            home = f"{server.address}/{told['slug']}/"
            with Looking([home, f"{home}services/1/"]) as looking, _reader(here):
                begun = time.monotonic()
                done = here.silah("upgrade")
                took, during = time.monotonic() - begun, _slowest(log, 0)
            for program in programs:
                program.ending.set()
            for program in programs:
                program.join(120)
            with here.connect() as connection:
                after = connection.execute(PENDING).fetchone()
                invalid = connection.execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid").fetchone()
        steps = (after or (0,))[0] - (before or (0,))[0]
        limit = max(WAIT, 2 * usual)
        yield Finding(
            "an upgrade under traffic",
            f"{steps} steps in {took:.0f} s with {len(programs)} clients, page readers and a transaction open for"
            f" {LONG:.0f} s",
            f"{len(log.requests)} requests acknowledged, {log.broken} answers 5xx, {looking.failures} pages failed;"
            f" slowest answer {max(during, looking.slowest):.1f} s, before the upgrade {usual:.1f} s;"
            f" half-built indexes: {invalid and invalid[0]}",
            done.returncode == 0
            and steps > 0
            and not (log.broken or log.errors or looking.failures)
            and invalid == (0,)
            and max(during, looking.slowest) <= limit,
        )
    finally:
        here.remove()


def _slowest(log: Log, seconds: float) -> float:
    """The slowest sending so far, counted anew from now."""
    time.sleep(seconds)
    found, log.slowest = log.slowest, 0.0
    return found


class _reader:  # noqa: N801 - used as a verb
    """Somebody's report: a transaction that has read the table and stays open."""

    def __init__(self, here: Installation) -> None:
        self.here = here

    def __enter__(self) -> None:
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __exit__(self, *_failure: object) -> None:
        self._thread.join()

    def _read(self) -> None:
        with self.here.connect() as connection, connection.transaction():
            connection.execute("SELECT count(*) FROM requests_supportrequest, pg_sleep(%s)", [LONG])
