"""Modules side by side, each in a process of its own: as many at a time as `LANES` says, two unless told otherwise,
and beside them one of those that mostly wait."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from drill.findings import POPULATION, Finding
from drill.installation import ROOT
from drill.places import home_of
from silah.config.processes import Child

LANES = int(os.environ.get("LANES", "2"))
FAREWELL = 90  # seconds for a module to stop what it started
# They make a small database of their own, and can begin while the population is still being printed.
ALONE = frozenset({POPULATION, "access", "fuzzing", "scripts"})
# They wait for a time-out, an outage, a full disk, more than they work: beside two that work, one of these waits.
PATIENT = frozenset({"away", "messages", "disk", "tasks"})
Say = Callable[[str, str], None]  # the module, and its words


@dataclass
class Going:
    module: str
    child: Child
    log: Path
    begun: float = field(default_factory=time.monotonic)
    found: list[Finding] = field(default_factory=list)
    _half: bytes = b""

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def hear(self, said: bytes, say: Say) -> None:
        *lines, self._half = (self._half + said).split(b"\n")
        for line in lines:
            told = json.loads(line)
            if "said" in told:
                say(self.module, told["said"])
                continue
            each = Finding(**told["found"])
            self.found.append(each)
            say(self.module, f"{'held' if each.held else 'DID NOT HOLD'}: {each.name}: {each.outcome}")

    def end(self) -> None:
        self.child.end()
        if self.child.process.returncode and all(each.held for each in self.found):
            why = f"exit {self.child.process.returncode}: {self.log.read_text()[-300:]}"
            self.found.append(Finding("the drill itself", "began", why, held=False))


def each_done(asked: str, modules: list[str], say: Say) -> Iterator[Going]:
    """Every module as it comes to its end; they begin in this order, the population before whatever needs it."""
    waiting, going = list(modules), dict[int, Going]()
    with selectors.DefaultSelector() as heard:
        try:
            while waiting or going:
                while module := _next(waiting, going):
                    waiting.remove(module)
                    say(module, "begins")
                    begun = _start(asked, module)
                    pipe = begun.child.process.stdout
                    assert pipe is not None
                    going[pipe.fileno()] = begun
                    heard.register(pipe.fileno(), selectors.EVENT_READ)
                for key, _events in heard.select():
                    each = going[key.fd]
                    if said := os.read(key.fd, 65536):
                        each.hear(said, say)
                        continue
                    heard.unregister(key.fd)
                    del going[key.fd]
                    each.end()
                    yield each
        finally:
            for each in going.values():
                each.child.ask_to_end()
            for each in going.values():
                each.child.end()


def _next(waiting: list[str], going: dict[int, Going]) -> str | None:
    """What can begin now: in a lane, and what mostly waits beside the lanes, or in one that nothing else wants."""
    under_way = {each.module for each in going.values()}
    printed = POPULATION not in {*waiting, *under_way}
    ready = [module for module in waiting if printed or module in ALONE]
    if LANES > 1 and not PATIENT & under_way and (patient := [each for each in ready if each in PATIENT]):
        return patient[0]
    beside = LANES > 1 and bool(PATIENT & under_way)
    if len(under_way) >= LANES + beside:
        return None
    return next((each for each in ready if each not in PATIENT), ready[0] if ready else None)


def _start(asked: str, module: str) -> Going:
    log = home_of(asked)[1] / f"{module}.log"
    with log.open("wb") as told:
        child = Child(
            [sys.executable, "-m", "drill.alone", asked, module],
            parting=signal.SIGTERM,
            patience=FAREWELL,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=told,
        )
    return Going(module, child, log)
