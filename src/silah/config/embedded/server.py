"""One run of the `postgres` program, tied to the life of the process that started it."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from silah.config.embedded import binaries, cluster, places
from silah.config.embedded.account import account
from silah.config.embedded.errors import ServerError

PATIENCE = 10.0  # seconds: after a kill the old backends hold the cluster for about two
PR_SET_PDEATHSIG = 1
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "jit": "off",
    "max_connections": "100",
    "logging_collector": "on",
    "log_filename": "%a.log",  # a week of logs, each day's file written over
    "log_truncate_on_rotation": "on",
    "log_rotation_size": "0",
    # Neither a statement nor a value of a row may reach the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For tests, whose data nobody will miss.
SCRATCH = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Server:
    def __init__(self, data: Path, *, scratch: bool) -> None:
        self.data = data
        self.folder = cluster.prepare(data)
        self.settings = SETTINGS | {"unix_socket_directories": str(places.open_socket_folder(data))}
        if scratch:
            self.settings |= SCRATCH
        self.process: subprocess.Popen[bytes] | None = None
        self.watcher: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once it answers; tries again for a while, since a killed predecessor leaves slowly."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self._launch()
            if self._answers():
                return
            self._unwatch()
            if time.monotonic() > deadline:
                raise ServerError(
                    f"PostgreSQL does not start in {self.folder}; its reasons are in {self._log()}."
                )
            time.sleep(0.3)

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """A fast shutdown: running transactions are rolled back, everything acknowledged is written."""
        if self.process and self.alive():
            self.process.send_signal(signal.SIGINT)
            self.process.wait()
        self._unwatch()

    def _launch(self) -> None:
        run = [str(binaries.program("postgres")), "-D", str(self.folder)]
        for name, value in self.settings.items():
            run += ["-c", f"{name}={value}"]
        self.process = subprocess.Popen(
            run,
            env=cluster.ENVIRONMENT,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # the terminal's Ctrl-C is for those who use the server
            preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509 - the supervisor has one thread
            **account().popen(),
        )
        # Where the kernel has no such signal, and as a second string where it has: the pipe closes with us.
        self.watcher = subprocess.Popen(
            ["/bin/sh", "-c", f"read _; kill -INT {self.process.pid}"],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def _answers(self) -> bool:
        address = places.url(self.data, "postgres", "postgres")
        while self.alive():
            try:
                psycopg.connect(address, connect_timeout=5).close()
            except psycopg.OperationalError as refusal:
                if "password authentication failed" in str(refusal):
                    self.stop()
                    raise ServerError(
                        f"The passwords in {places.passwords_file(self.data)} do not open {self.folder}: "
                        f"put back the keys folder that belongs to this data folder."
                    ) from refusal
                time.sleep(0.05)
            else:
                return True
        return False

    def _unwatch(self) -> None:
        if self.watcher:
            self.watcher.kill()
            self.watcher.wait()
            self.watcher = None

    def _log(self) -> Path:
        return self.data / "server.log"


def _die_with(parent: int) -> Callable[[], None] | None:
    """What the new process does before it becomes `postgres`: ask the kernel to be told of our death."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os._exit(1)

    return ask
