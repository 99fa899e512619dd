"""One run of the `postgres` program, tied to the life of the process that started it."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from silah.config.embedded import asking, binaries, cluster, places
from silah.config.embedded.account import account
from silah.config.embedded.errors import ServerError
from silah.config.processes import Child

PATIENCE = 10.0  # seconds: after a kill the old backends hold the cluster for about two
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "jit": "off",
    "max_connections": "100",
    # For one machine that does everything: what is read often lies in the machine's own cache too, and each
    # megabyte here is one less for it. A round of cleaning takes no more than it needs, one table at a time is
    # read by who asks, and nothing is copied to another server row by row.
    "shared_buffers": "32MB",
    "autovacuum_work_mem": "16MB",
    # No disk turns any more: a row found by an index is hardly dearer than the next one of a walk over the table.
    "random_page_cost": "1.1",
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "logging_collector": "on",
    "log_filename": "%a.log",  # a week of logs, each day's file written over
    "log_truncate_on_rotation": "on",
    "log_rotation_size": "0",
    # Neither a statement nor a value of a row may reach the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# To the C library: what planning a statement took goes back to the machine, instead of staying with each connection.
SPARING = {"MALLOC_TRIM_THRESHOLD_": "1048576", "MALLOC_MMAP_THRESHOLD_": "524288"}
# For tests, whose data nobody will miss.
SCRATCH = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Server:
    def __init__(self, data: Path, *, scratch: bool) -> None:
        self.data = data
        self.folder = cluster.prepare(data)
        self.settings = SETTINGS | {"unix_socket_directories": str(places.open_socket_folder(data))}
        if scratch:
            self.settings |= SCRATCH
        self.child: Child | None = None

    def start(self) -> None:
        """Return once it answers; tries again for a while, since a killed predecessor leaves slowly."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.child = self._launch()
            if self._answers():
                return
            self.stop()
            if time.monotonic() > deadline:
                raise ServerError(
                    f"PostgreSQL does not start in {self.folder}; see {self.data / 'server.log'}."
                )
            time.sleep(0.3)

    def alive(self) -> bool:
        return self.child is not None and self.child.alive()

    def stop(self) -> None:
        """A fast shutdown: running transactions are rolled back, everything acknowledged is written."""
        if self.child:
            self.child.end()

    def _launch(self) -> Child:
        run = [str(binaries.program("postgres")), "-D", str(self.folder)]
        for name, value in self.settings.items():
            run += ["-c", f"{name}={value}"]
        return Child(
            run,
            parting=signal.SIGINT,
            env=cluster.ENVIRONMENT | SPARING,
            cwd=self.folder,
            **account().popen(),
        )

    def _answers(self) -> bool:
        while self.alive():
            try:
                if asking.answers(self.data, "postgres", "postgres"):
                    return True
            except asking.Refused as refusal:
                raise ServerError(self._wrong_keys()) from refusal
            time.sleep(0.05)
        return False

    def _wrong_keys(self) -> str:
        file = places.passwords_file(self.data)
        return (
            f"{file} does not open {self.folder}: put back the keys folder that belongs to this data folder."
        )
