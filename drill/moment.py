"""Back to the moment before a mistake: a base backup, and the log of everything that came after it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from drill import compared
from drill.findings import Drill, Finding
from drill.insisting import Log
from drill.installation import Installation
from drill.postgres import Server, app
from drill.programs import Program
from drill.running import Running
from silah.config.embedded.account import account

MISTAKE = "TRUNCATE requests_supportrequest CASCADE"
REQUESTS = 6


def run(drill: Drill) -> Iterator[Finding]:
    here, told = drill.populated("moment")
    try:
        yield _back(drill, here, told)
    finally:
        here.remove()


def _back(drill: Drill, here: Installation, told: Any) -> Finding:
    archive, base = here.home / "archive", here.home / "base"
    archive.mkdir(mode=0o700)
    account().take(archive)
    keeping = {"archive_mode": "on", "archive_command": f"test ! -f {archive}/%f && cp %p {archive}/%f"}
    with Server(here, here.data / "postgres", **keeping) as first:
        first.base_backup(base)
        log = Log()
        with Running(here, **app(first)) as server:
            program = Program(server.address, told["slug"], log, token=told["tokens"][0], seed=7)
            for _request in range(REQUESTS):
                program.once()
        with first.connect() as connection:
            before = compared.rows(connection)
            moment = str(connection.execute("SELECT clock_timestamp()").fetchone()[0])  # type: ignore[index]
            connection.execute("SELECT pg_sleep(0.2)")
            connection.execute(MISTAKE)
            left = connection.execute("SELECT count(*) FROM requests_supportrequest").fetchone()
            segment = str(connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()[0])  # type: ignore[index]
        first.until((archive / segment).exists)
    drill.say(f"{before['requests_supportrequest'][0]:,} requests deleted by mistake; back to {moment}")
    after, verified, took = _recovered(here, told["slug"], archive, base, moment)
    odd = compared.differing(before, after)
    held = not odd and verified.returncode == 0 and left == (0,) and len(log.requests) == REQUESTS
    return Finding(
        "point in time",
        f"base backup, {REQUESTS} requests, {MISTAKE}, recovery on a second server in {took:.0f} s",
        f"differing from the moment before: {', '.join(odd) or 'no table of ' + str(len(before))}; {verified.stdout.strip()}",
        held,
    )


def _recovered(
    here: Installation, slug: str, archive: Path, base: Path, moment: str
) -> tuple[dict[str, tuple[int, str]], subprocess.CompletedProcess[str], float]:
    """The tables of a second server, begun from the base backup, and what `silah journal verify` says of it."""
    (base / "recovery.signal").touch()
    until = {"recovery_target_time": moment, "recovery_target_action": "promote", "archive_mode": "off"}
    begun = time.monotonic()
    with Server(here, base, restore_command=f"cp {archive}/%f %p", **until) as second:
        second.until(lambda: second.one("SELECT pg_is_in_recovery()") is False)
        took = time.monotonic() - begun
        with second.connect() as connection:
            found = compared.rows(connection)
        return found, here.silah("journal", "verify", slug, **app(second)), took
