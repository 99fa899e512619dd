"""`silah run` of an installation, and shots at its processes."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Self

from drill.installation import ROOT, Installation
from silah.config.processes import Child

FIRST_ANSWER = 180.0  # seconds
TARGETS = ("page worker", "task worker", "postmaster", "backend")


class Running:
    """Its workers, its embedded server; ends with this process, however that ends."""

    def __init__(self, installation: Installation, *, workers: int = 2, **more: str) -> None:
        self.installation = installation
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.environment = installation.environment(PORT=str(self.port), SILAH_WORKERS=str(workers), **more)
        self.log = installation.home / "run.log"
        self._child: Child | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        with self.log.open("ab") as log:
            self._child = Child(
                [sys.executable, "-m", "silah.doors.cli.main", "run"],
                parting=signal.SIGTERM,
                patience=60,
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        try:
            self.wait(FIRST_ANSWER)
        except BaseException:
            self._child.end()
            raise
        return self

    def __exit__(self, *_failure: object) -> None:
        if self._child:
            self._child.end()

    def status(self, path: str = "/ready", timeout: float = 5) -> int:
        """0 where nobody answers."""
        try:
            return int(urllib.request.urlopen(self.address + path, timeout=timeout).status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def wait(self, seconds: float = 60) -> float:
        """Until it is ready; how long that took."""
        begun = time.monotonic()
        while self.status() != 200:
            assert self.alive(), f"silah run has ended: {self.log.read_text()[-600:]}"
            assert time.monotonic() < begun + seconds, "it does not come back"
            time.sleep(0.05)
        return time.monotonic() - begun

    def alive(self) -> bool:
        return self._child is not None and self._child.alive()

    def processes(self, target: str) -> list[int]:
        assert self._child is not None
        if target in {"postmaster", "backend"}:
            postmaster = self._postmaster()
            return [postmaster] * (postmaster > 0) if target == "postmaster" else _backends(postmaster)
        parents = _parents()
        below = _below(parents, self._child.process.pid)
        name = "silah tasks" if target == "task worker" else "silah pages"
        return [each for each in below if _called(each) == name]

    def _postmaster(self) -> int:
        with suppress(OSError, ValueError, IndexError):
            return int((self.installation.data / "postgres/postmaster.pid").read_text().split()[0])
        return 0


def shoot(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
        return True
    return False


def _backends(postmaster: int) -> list[int]:
    parents = _parents()
    return [each for each, parent in parents.items() if parent == postmaster and _runs(each, b"silah_app")]


def _parents() -> dict[int, int]:
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            found[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
    return found


def _below(parents: dict[int, int], process: int) -> list[int]:
    found, fresh = [], {process}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh}
        found += sorted(fresh)
    return found


def _called(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/comm").read_text().strip()
    return ""


def _runs(process: int, program: bytes) -> bool:
    with suppress(OSError):
        return program in Path(f"/proc/{process}/cmdline").read_bytes()
    return False
