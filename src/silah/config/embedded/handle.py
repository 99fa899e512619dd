"""Needing the server: join the one that runs, or start it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from silah.config.embedded import asking, cluster, locks, places
from silah.config.embedded.errors import ServerError

PATIENCE = 60.0  # seconds for a first start on a slow disk, crash recovery included


class Handle:
    """As long as it is held, the server of its data folder is kept up."""

    def __init__(self, data: Path, *, scratch: bool = False) -> None:
        self.data, self.scratch = data, scratch
        self._lock = locks.Lock(data / locks.USERS)
        self._lock.take(exclusive=False, wait=True)  # waits while an earlier server is shutting down
        self._supervisor: subprocess.Popen[str] | None = None

    def wait(self) -> None:
        """Return once the server answers; start a supervisor where none is at work."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            self._supervise()
            if time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL did not answer; see {self.data / 'server.log'}.")
            time.sleep(0.05)

    def keep(self) -> None:
        """For a long-lived holder to call now and then: a supervisor that was killed is replaced."""
        with locks.Lock(self.data / locks.SUPERVISOR) as theirs:
            if not theirs.take(exclusive=True, wait=False):
                return
        self._supervisor = None
        self.wait()

    def release(self, *, wait: float = 0) -> None:
        """Let go; wait up to so many seconds for the server we started to stop, if nobody else uses it."""
        self._lock.release()
        if self._supervisor:
            if self._supervisor.stdout:
                self._supervisor.stdout.close()
            if wait:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._supervisor.wait(wait)

    def _answers(self) -> bool:
        if not cluster.furnished(self.data):
            return False
        try:
            return asking.answers(self.data, "silah_app", places.DATABASE)
        except asking.Refused:
            return False

    def _supervise(self) -> None:
        if self._supervisor and self._supervisor.poll() is None:
            return
        if self._supervisor and self._supervisor.returncode:
            said = self._supervisor.stdout.read().strip() if self._supervisor.stdout else ""
            raise ServerError(said or f"PostgreSQL did not start; see {self.data / 'server.log'}.")
        run = [sys.executable, "-m", "silah.config.embedded.supervisor", str(self.data)]
        with (self.data / "server.log").open("a") as log:
            self._supervisor = subprocess.Popen(
                run + ["--scratch"] * self.scratch,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def ensure_running(data: Path, *, scratch: bool = False) -> Handle:
    """Start or join the server of `data`. Keep the handle: letting it go lets the server go.

    `scratch` is for tests: it trades safety for speed.
    """
    places.prepare(data)
    handle = Handle(data, scratch=scratch)
    try:
        handle.wait()
    except BaseException:
        handle.release()
        raise
    return handle
