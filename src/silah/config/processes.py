"""A child process that does not outlive the process that started it, even when that one is killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

PR_SET_PDEATHSIG = 1


class Child:
    """A program in a session of its own, so that the terminal's Ctrl-C reaches it only through us.

    `parting` is the signal that asks it to end. To be started from a process's main thread: the kernel
    tells the child of the death of the thread that made it.
    """

    def __init__(self, run: list[str], *, parting: signal.Signals, **options: Any) -> None:
        self._parting = parting
        self.process = subprocess.Popen(
            run,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent(os.getpid(), parting),  # noqa: PLW1509 - no threads by then
            **options,
        )
        # Where the kernel knows no such signal, and beside it where it does: a pipe that closes with us.
        self._watcher = subprocess.Popen(
            ["/bin/sh", "-c", f"read _; kill -{parting.value} {self.process.pid}"],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def alive(self) -> bool:
        return self.process.poll() is None

    def ask_to_end(self) -> None:
        if self.alive():
            self.process.send_signal(self._parting)

    def end(self, *, patience: float | None = None) -> None:
        """Ask, wait, and after `patience` seconds insist."""
        self.ask_to_end()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._watcher.kill()
        self._watcher.wait()
        if self._watcher.stdin:
            self._watcher.stdin.close()

    def end_session(self) -> None:
        """Kill what the program started and left behind."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


def _end_with_parent(parent: int, parting: signal.Signals) -> Callable[[], None] | None:
    """What a new process does before it becomes its program: ask the kernel to be told of our death."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, parting.value)
        if os.getppid() != parent:
            os._exit(1)

    return ask
