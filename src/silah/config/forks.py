"""Processes made from this one, which share with it whatever they do not change; kept up until a signal says stop.

For Linux, whose kernel tells a process of its parent's death and lets a signal be waited for.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import NoReturn

from silah.config.processes import be_called, end_with

PULSE = 1.0  # seconds between two looks, where no signal comes
SHORT = 5.0  # a life of fewer seconds is a failure
FAILURES = 3  # so many in a row, before anything has lived longer, are the parent's
KILLED = 0.5  # seconds before the next of one that was killed young: whoever kills may go on
LONGEST = 30.0  # seconds before another try, where one fails again and again
WATCHED = (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Fork:
    """A process that does one thing and ends; this one must have no thread, of which a copy would know nothing."""

    def __init__(self, name: str, act: Callable[[], None]) -> None:
        self.born = time.monotonic()
        self.killed = False  # by a signal: not of its own doing
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self.process = os.fork()
        if not self.process:
            _live(name, act, parent)

    def ended(self) -> bool:
        """To be asked until it says so, and never again."""
        process, status = os.waitpid(self.process, os.WNOHANG)
        self.killed = bool(process) and os.WIFSIGNALED(status)
        return bool(process)

    def lived(self) -> float:
        return time.monotonic() - self.born


def _live(name: str, act: Callable[[], None], parent: int) -> NoReturn:
    status = 1
    try:
        end_with(parent, signal.SIGTERM)
        be_called(name)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        gc.enable()
        act()
        status = 0
    except BaseException:  # noqa: BLE001 - whatever it is, only this process ends of it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)  # what the parent has to do at its end is not for a copy of it


class Forks:
    """`acts`: what each process is called and does, several under one name where there are several."""

    def __init__(self, acts: list[tuple[str, Callable[[], None]]]) -> None:
        self._acts = acts
        self._alive: dict[int, Fork] = {}  # by its place among the acts
        self._failures = [0] * len(acts)
        self._not_before = [0.0] * len(acts)
        self._proven = False

    def keep(self, patience: float) -> int:
        """The exit status: success when a signal asked for the end, after at most so many seconds for a farewell."""
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        asked = None
        while asked is None or asked.si_signo == signal.SIGCHLD:
            self._bury()
            if not self._proven and max(self._failures) >= FAILURES:
                self._end(patience)
                return 1
            self._replace()
            asked = signal.sigtimedwait(WATCHED, PULSE)
        self._end(patience)
        return 0

    def _bury(self) -> None:
        self._proven = self._proven or any(fork.lived() > SHORT for fork in self._alive.values())
        for place in self._the_ended():
            fork = self._alive.pop(place)
            short = fork.lived() < SHORT
            if short and fork.killed:
                pause = KILLED
            else:
                failures = self._failures[place] = self._failures[place] + 1 if short else 0
                pause = (
                    min(2.0 ** (failures - 2), LONGEST) if failures > 1 else 0
                )  # at once for the first time
            self._not_before[place] = time.monotonic() + pause

    def _replace(self) -> None:
        for place, act in enumerate(self._acts):
            if place not in self._alive and time.monotonic() >= self._not_before[place]:
                self._alive[place] = Fork(*act)

    def _the_ended(self) -> list[int]:
        return [place for place, fork in self._alive.items() if fork.ended()]

    def _end(self, patience: float) -> None:
        for fork in self._alive.values():
            os.kill(fork.process, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while self._alive:
            for place in self._the_ended():
                del self._alive[place]
            if time.monotonic() > deadline:
                for fork in self._alive.values():
                    os.kill(fork.process, signal.SIGKILL)
            signal.sigtimedwait([signal.SIGCHLD], 0.1)
