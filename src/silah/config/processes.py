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

LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15


class Child:
    """A program in a session of its own, so that the terminal's Ctrl-C reaches it only through us.

    `parting` is the signal that asks it to end; with `patience`, whatever of its session is left so many
    seconds later is killed. To be started from a process's main thread: the kernel tells the child of the
    death of the thread that made it.
    """

    def __init__(
        self, run: list[str], *, parting: signal.Signals, patience: int | None = None, **options: Any
    ) -> None:
        self._parting, self._patience, self._asked = parting, patience, False
        self.process = subprocess.Popen(
            run,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent(os.getpid(), parting) if LINUX else None,  # noqa: PLW1509 - no threads yet
            **options,
        )
        self._watcher = self._watch()

    def alive(self) -> bool:
        return self.process.poll() is None

    def ask_to_end(self) -> None:
        """Once: a second request makes some programs drop what they are doing and leave orphans."""
        if self.alive() and not self._asked:
            self._asked = True
            self.process.send_signal(self._parting)

    def end(self) -> None:
        self.ask_to_end()
        try:
            self.process.wait(self._patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._watcher.kill()
        self._watcher.wait()
        if self._watcher.stdin:
            self._watcher.stdin.close()
        if self._patience is not None:
            self._kill_session()

    def _watch(self) -> subprocess.Popen[bytes]:
        """A shell at the end of a pipe that closes when we die, however we die."""
        session = self.process.pid
        steps = ["read _"]
        if self._patience is None or not LINUX:
            steps.append(f"kill -{self._parting.value} {session}")
        if self._patience is not None:
            steps += [f"sleep {self._patience}", f"kill -9 -{session}"]
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(
            ["/bin/sh", "-c", "; ".join(steps)],
            stdin=subprocess.PIPE,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
        )

    def _kill_session(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


def _end_with_parent(parent: int, parting: signal.Signals) -> Callable[[], None]:
    """What a new process does before it becomes its program."""
    control = _control()
    return lambda: end_with(parent, parting, control)


def end_with(parent: int, parting: signal.Signals, control: Any = None) -> None:
    """Ask the kernel to tell this process of the death of the one that made it."""
    (control or _control())(PR_SET_PDEATHSIG, parting.value)
    if os.getppid() != parent:
        os._exit(1)


def be_called(name: str) -> None:
    """For `ps` and `top`, of which it fills fifteen letters; a process that was forked has its parent's otherwise."""
    _control()(PR_SET_NAME, name.encode())


def _control() -> Any:
    return ctypes.CDLL(None, use_errno=True).prctl
