"""Setting up, then keeping the web server and the worker up, until a signal says stop."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from silah.config import database, embedded, environment
from silah.config.embedded import locks
from silah.config.processes import LINUX, Child
from silah.config.upgrade import ready_to_serve

PULSE = 0.3  # seconds between two looks at the children
FIRST_ANSWER = 90.0  # seconds the pages may take to answer for the first time
# To the C library: threads share one heap, and what was freed at its end goes back to the machine.
SPARING = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
FAREWELL = 8  # seconds a child may take to finish what it is doing
# Says on its standard output what a visitor of the demonstration needs to know; progress goes to the other.
SEED = "import django; django.setup(); from silah.doors.cli import demo; demo.seed()"


class Serving:
    """The children of one `silah run`."""

    def __init__(self, host: str, port: int) -> None:
        self._programs = together(host, port) if forking() else apart(host, port)
        self._children: dict[str, Child] = {}
        self._pause = 1.0
        self._again_at = 0.0

    def start(self) -> None:
        for name in self._programs:
            self._launch(name)

    def dead(self) -> list[str]:
        return [name for name, child in self._children.items() if not child.alive()]

    def restart_the_dead(self) -> None:
        """At once after a quiet time, then ever more slowly while they keep dying."""
        names, now = self.dead(), time.monotonic()
        if not names or now < self._again_at:
            return
        self._pause = min(self._pause * 2, 30.0) if now < self._again_at + 60 else 1.0
        self._again_at = now + self._pause
        for name in names:
            print(f"silah: {name} ended by itself, starting again", file=sys.stderr, flush=True)
            self._children[name].end()
            self._launch(name)

    def stop(self) -> None:
        for child in self._children.values():
            child.ask_to_end()
        for child in self._children.values():
            child.end()

    def _launch(self, name: str) -> None:
        surroundings = os.environ | SPARING | {"DJANGO_SETTINGS_MODULE": "silah.config.settings"}
        surroundings["PGAPPNAME"] = f"silah {name}"  # whose connection it is, for who looks at the server
        if name != "tasks" and os.environ.get("SILAH_METRICS"):
            surroundings["PROMETHEUS_MULTIPROC_DIR"] = str(_counts_folder())
        direct = os.environ.get("DATABASE_DIRECT_URL")
        if name == "tasks" and direct:  # a transaction pooler does not pass on notifications
            surroundings["DATABASE_URL"] = direct
        self._children[name] = Child(
            self._programs[name], parting=signal.SIGTERM, patience=FAREWELL, env=surroundings
        )


def together(host: str, port: int) -> dict[str, list[str]]:
    """One program that loads the application and forks all workers from it."""
    return {"workers": [sys.executable, "-m", "silah.config.workers", host, str(port)]}


def apart(host: str, port: int) -> dict[str, list[str]]:
    """Two programs whose processes load the application each for itself."""
    python = [sys.executable, "-m"]
    pages = [*python, "granian", "--interface=wsgi", f"--host={host}", f"--port={port}"]
    pages += [f"--workers={workers()}", "--blocking-threads=1", "--respawn-failed-workers", "--no-access-log"]
    pages += ["--log-level=warning", "--workers-kill-timeout=5s", "silah.config.wsgi:application"]
    every = {"pages": pages, "tasks": [*python, "silah.config.worker"]}
    return {name: run for name, run in every.items() if name in parts()}


def forking() -> bool:
    return environment.flag("SILAH_FORK", default=LINUX)


def serve(data: Path, *, port: int, demo: bool) -> int:
    """Exit status of `silah run`."""
    parts()  # a wrong word stops the start before anything is touched
    environment.usable(data, "SILAH_DATA")
    environment.usable(environment.keys_folder(data), "SILAH_KEYS")
    told = data / "running.txt"
    with locks.Lock(data / "run.lock") as only:
        if not only.take(exclusive=True, wait=False):
            print(told.read_text() if told.exists() else "Silah is being started by another process.")
            return 0
        told.unlink(missing_ok=True)
        host = environment.text("SILAH_LISTEN", default="127.0.0.1")
        if "pages" in parts() and (reason := _unavailable(host, port)):
            print(f"silah: {reason}", file=sys.stderr)
            return 1
        with _holding_database() as handle:
            return _set_up(demo, told, port) or _keep_up(Serving(host, port), told, handle, port)


@contextmanager
def _holding_database() -> Iterator[embedded.Handle | None]:
    handle = database.hold()
    try:
        yield handle
    finally:
        if handle:
            handle.release(wait=FAREWELL)


def _set_up(demo: bool, told: Path, port: int) -> int:
    words = f"Silah is running: {_address(port)}\n"
    if failed := ready_to_serve():
        return failed
    if demo:
        surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "silah.config.settings", "PORT": str(port)}
        run = [sys.executable, "-c", SEED]
        seeded = subprocess.run(run, env=surroundings, stdout=subprocess.PIPE, text=True, check=False)
        if seeded.returncode:
            return seeded.returncode
        words += f"\n{seeded.stdout}"
    told.write_text(words)
    return 0


def _keep_up(serving: Serving, told: Path, handle: embedded.Handle | None, port: int) -> int:
    asked: list[int] = []

    def leave(number: int, _: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, leave)
    serving.start()
    try:
        if not _first_answer(serving, port, asked):
            return 0 if asked else 1
        print(f"{told.read_text()}\nStop it with Ctrl-C.", flush=True)
        while not asked:
            serving.restart_the_dead()
            if handle:
                _keep(handle)
            time.sleep(PULSE)
    finally:
        serving.stop()
        told.unlink(missing_ok=True)
    return 0


def _keep(handle: embedded.Handle) -> None:
    """A server that cannot come back yet, for want of disk perhaps, may once somebody made room."""
    try:
        handle.keep()
    except embedded.ServerError as reason:
        print(f"silah: {reason}", file=sys.stderr, flush=True)


def _first_answer(serving: Serving, port: int, asked: list[int]) -> bool:
    deadline = time.monotonic() + FIRST_ANSWER
    while not asked and time.monotonic() < deadline:
        if dead := serving.dead():
            print(f"silah: {' and '.join(dead)} did not start; the reason is above", file=sys.stderr)
            return False
        if "pages" not in parts():
            return True  # a worker answers nobody
        if _answers(port):
            return True
        time.sleep(0.1)
    return False


def _answers(port: int) -> bool:
    """Whatever the answer is; a library for HTTP takes more than all else here."""
    asking = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection(("localhost", port), timeout=5) as line:
            line.sendall(asking)
            return line.recv(64).startswith(b"HTTP/1.")
    except OSError:
        return False


def _address(port: int) -> str:
    return f"http://localhost:{port}/"


def _unavailable(host: str, port: int) -> str:
    """Why nobody could listen there, or nothing."""
    try:
        with socket.create_server((host, port)):
            return ""
    except OSError as error:
        return f"port {port} cannot be used ({os.strerror(error.errno or 0)}). Choose another, for example: PORT={port + 1} make run"


def _counts_folder() -> Path:
    """Where the workers of this run keep their counts, for any of them to add up; begun anew with each run."""
    folder = environment.data_folder() / "counts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def parts() -> frozenset[str]:
    """What this host does: pages, tasks, or both; of several hosts each may have its own."""
    asked = environment.text("SILAH_PARTS", default="pages tasks").replace(",", " ").split()
    if not asked or not set(asked) <= {"pages", "tasks"}:
        raise environment.wrong(f"SILAH_PARTS={' '.join(asked)!r}: pages, tasks or both are expected")
    return frozenset(asked)


def workers() -> int:
    return environment.number("SILAH_WORKERS", default=max(2, os.cpu_count() or 1))
