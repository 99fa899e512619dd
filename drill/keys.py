"""The key that numbers are found by changes while a program works; the command that changes it is shot on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
from collections.abc import Iterator
from typing import Any

from drill.findings import Drill, Finding
from drill.insisting import Log
from drill.installation import ROOT, Installation
from drill.programs import Program
from drill.running import Running, shoot
from silah.foundation.kernel import national_id

SHOTS = 6
CHANGE = ("keys", "lookup", "rotate")


class Office:
    """Opens a file, finds everybody whose file it opened, tries to open each a second time."""

    def __init__(self, server: Running, told: dict[str, Any]) -> None:
        self.program = Program(server.address, told["slug"], Log(), token=told["tokens"][0], seed=91)
        self.opened: dict[str, str] = {}  # by number, the file
        self.asked, self.wrong = 0, list[str]()

    def open(self) -> None:
        party = self.program.person()
        self.opened[national_id.synthetic(self.program.next)] = party

    def look(self) -> None:
        for number, party in self.opened.items():
            found = self.program.call("GET", f"people/?{urllib.parse.urlencode({'q': number})}")
            if [each["id"] for each in found["items"]] != [party]:
                self.wrong.append(f"{number[-4:]} was found {len(found['people'])} times")
            if not self._refused(number):
                self.wrong.append(f"{number[-4:]} got a second file")
            self.asked += 2

    def _refused(self, number: str) -> bool:
        again = {"full_name": "هدى صالح الشمري", "national_id": number, "confirmed_new": True}
        try:
            self.program.sent("POST", "people/", again)
        except urllib.error.HTTPError as refusal:
            return refusal.code == 409
        return False


def run(drill: Drill) -> Iterator[Finding]:
    here, told = drill.populated("keys")
    try:
        with Running(here) as server:
            office = Office(server, told)
            office.open()
            office.look()
            rows = 0
            for shot in range(SHOTS):
                rows += _shot(here, office, resumed=shot > 0)
                drill.say(f"shot {shot + 1} of {SHOTS}, {rows} digests made again")
            done = here.silah(*CHANGE, "--resume")
            office.look()
            held_back = here.silah("keys", "lookup", "retire", "first")
            retired = here.silah("keys", "lookup", "retire", "first", "--now")
            office.look()
            status = here.silah("keys", "status").stdout
        yield Finding(
            "the key that numbers are found by, changed while a program works",
            f"{SHOTS} kills of the command; between them {len(office.opened)} files opened,"
            f" {office.asked // 2} times each looked for by its number and tried a second time",
            "; ".join(office.wrong[:3])
            or f"each found once, none opened twice; then {' '.join(status.splitlines()[-1].split())}; the old key was"
            f" kept for tokens not used since, and went once that was said",
            not office.wrong
            and done.returncode == retired.returncode == 0
            and held_back.returncode == 1
            and "first" not in status,
        )
    finally:
        here.remove()


def _shot(here: Installation, office: Office, *, resumed: bool) -> int:
    """How many digests were made again when it fell."""
    command = subprocess.Popen(
        [sys.executable, "-m", "silah.doors.cli.main", *CHANGE, *["--resume"] * resumed],
        env=here.environment(),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert command.stdout is not None
    made = 0
    with command.stdout as said:
        for line in said:
            if line.startswith("  "):
                made = int(line.rsplit(" ", 1)[1])
                break
        os.kill(command.pid, signal.SIGSTOP)  # in the middle of a batch, or between two
        office.open()
        office.look()
        shoot(command.pid)
    command.wait()
    office.look()
    return made
