"""The disk is full: nothing half written, a sentence meanwhile, and everything goes on once there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from drill.findings import Drill, Finding
from drill.insisting import Log
from drill.looking import Looking
from drill.programs import Program
from drill.running import Running

FULL = 20  # seconds
ROOM = 400 * 1024 * 1024  # bytes beside the data, for the log of the database
NAME = "the disk is full"
WITHOUT_ENTRY = """SELECT count(*) FROM requests_supportrequest r WHERE organisation_id = %s AND NOT EXISTS (
    SELECT FROM journal_entry e WHERE e.subject_id = r.id AND e.name = 'requests.submitted')"""


def run(drill: Drill) -> Iterator[Finding]:
    place = drill.home / "disk"
    place.mkdir(exist_ok=True, mode=0o711)
    taken = _taken(drill.home / "told")
    size = taken + taken // 4 + ROOM
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=711", "silah-drill", place],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        yield Finding(NAME, "nothing: a small disk could not be mounted here", "not run", held=False)
        return
    try:
        yield _full(drill, place)
    finally:
        subprocess.run(["umount", "--lazy", place], check=False)
        place.rmdir()


def _full(drill: Drill, place: Path) -> Finding:
    here, told = drill.populated("disk/full")
    log, ballast = Log(), place / "ballast"
    with Running(here) as server:
        program = Program(server.address, told["slug"], log, token=told["tokens"][0], seed=41)
        program.once()
        program.start()
        _fill(ballast, place)
        drill.say(f"not a byte is left, for {FULL} s")
        home = f"{server.address}/{told['slug']}/"
        with Looking([home, f"{home}services/1/", f"{home}api/v1/requests/"]) as looking:
            until = time.monotonic() + FULL
            while time.monotonic() < until:
                _fill(ballast, place)
                time.sleep(0.2)
        alive, during = server.alive(), len(log.requests)
        ballast.unlink()
        back = server.wait(180)
        begun = time.monotonic()
        while len(log.requests) < during + 2 and time.monotonic() < begun + 120:
            time.sleep(0.1)
        program.ending.set()
        program.join(120)
        with here.connect() as connection:
            there = {str(row[0]) for row in connection.execute("SELECT id FROM requests_supportrequest")}
            halves = connection.execute(WITHOUT_ENTRY, [told["organisation"]]).fetchone()
    verified = here.silah("journal", "verify", told["slug"])
    lost = [each for each in log.requests if each not in there]
    held = alive and not lost and not log.errors and not looking.inhuman and verified.returncode == 0
    return Finding(
        NAME,
        f"filled to the last byte for {FULL} s under a client and somebody who opens pages",
        f"meanwhile {looking.told()}, {log.broken} answers 5xx to the client who writes; ready again {back:.0f} s after there was room;"
        f" {len(log.requests)} requests acknowledged ({during} before), {len(lost)} lost; half written: {halves and halves[0]};"
        f" {verified.stdout.strip()}",
        held and halves == (0,) and log.broken > 0 and len(log.requests) > during,
    )


def _fill(ballast: Path, place: Path) -> None:
    free = shutil.disk_usage(place).free
    if free:
        with ballast.open("ab") as file:
            try:
                os.posix_fallocate(file.fileno(), ballast.stat().st_size, free)
            except OSError:  # somebody else took some of it between
                return


def _taken(folder: Path) -> int:
    return int(
        subprocess.run(["du", "-sb", folder], capture_output=True, text=True, check=True).stdout.split()[0]
    )
