"""PostgreSQL servers beside the embedded one: of its programs, on sockets in a folder of the drill's own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

import psycopg

from drill.installation import Installation
from silah.config.embedded import binaries, cluster, places
from silah.config.embedded.account import account
from silah.config.embedded.server import SETTINGS
from silah.config.processes import Child

PATIENCE = 120.0  # seconds for anything a server does here
PORT = "5432"  # of a socket's name only


class Server:
    """`folder` is its cluster, whose passwords are those of `installation`."""

    def __init__(self, installation: Installation, folder: Path, **settings: str) -> None:
        self.installation, self.folder, self.settings = installation, folder, settings
        self.sockets = Path(tempfile.mkdtemp(prefix="silah-drill-"))  # short: a socket's address is
        account().take(self.sockets)
        self.surroundings: dict[str, str] = {}
        self._child: Child | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self.stop()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def start(self) -> None:
        run = [str(binaries.program("postgres")), "-D", str(self.folder)]
        every = SETTINGS | {
            "unix_socket_directories": str(self.sockets),
            "port": PORT,
            "log_filename": "drill.log",
        }
        for name, value in (every | self.settings).items():
            run += ["-c", f"{name}={value}"]
        self._child = Child(
            run,
            parting=signal.SIGINT,
            env=cluster.ENVIRONMENT | self.surroundings,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **account().popen(),
        )
        self.until(lambda: self.one("SELECT 1") == 1)

    def stop(self) -> None:
        if self._child:
            self._child.end()
            self._child = None

    def kill(self) -> None:
        """The machine is gone: all of its processes at once."""
        assert self._child is not None
        with suppress(ProcessLookupError):
            os.kill(self._child.process.pid, signal.SIGKILL)
        self._child.process.wait()
        self.stop()
        time.sleep(1)  # its last processes notice

    def url(self, role: str) -> str:
        user = urllib.parse.quote(places.passwords(self.installation.data)[role])
        query = urllib.parse.urlencode({"host": str(self.sockets), "port": PORT})
        return f"postgresql://{role}:{user}@/{places.DATABASE}?{query}"

    def connect(self, role: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(role), autocommit=True)

    def one(self, query: str, *values: object) -> object:
        """The first value of the first row, read as a superuser."""
        with self.connect() as connection:
            row = connection.execute(query, values or None).fetchone()
            return row[0] if row else None

    def until(self, holds: Callable[[], bool]) -> float:
        begun = time.monotonic()
        while time.monotonic() < begun + PATIENCE:
            with suppress(psycopg.OperationalError):
                if holds():
                    return time.monotonic() - begun
            assert self._child is None or self._child.alive(), f"{self.folder} ended; see its log folder"
            time.sleep(0.05)
        raise AssertionError(f"{self.folder}: it did not come to that")

    def base_backup(self, target: Path, *more: str) -> None:
        """Of the whole server, while it works."""
        target.mkdir(mode=0o700)
        account().take(target)
        self.tool("pg_basebackup", "--pgdata", str(target), "--checkpoint=fast", *more, *self._where())

    def tool(self, name: str, *arguments: str) -> None:
        word = {"PGPASSWORD": places.passwords(self.installation.data)["postgres"]}
        done = subprocess.run(
            [str(binaries.program(name)), *arguments],
            env=cluster.ENVIRONMENT | word,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **account().popen(),
        )
        assert done.returncode == 0, f"{name}: {done.stderr[-500:]}"

    def _where(self) -> list[str]:
        return ["--host", str(self.sockets), "--port", PORT, "--username", "postgres"]


def app(*servers: Server) -> dict[str, str]:
    """Variables that point Silah at the one of these servers that may be written to."""
    given = {
        "host": ",".join(str(each.sockets) for each in servers),
        "port": ",".join(PORT for _each in servers),
    }
    query = urllib.parse.urlencode(
        given | {"target_session_attrs": "read-write", "connect_timeout": "5"}, safe=",/"
    )

    def of(role: str) -> str:
        word = urllib.parse.quote(places.passwords(servers[0].installation.data)[role])
        return f"postgresql://{role}:{word}@/{places.DATABASE}?{query}"

    return {"DATABASE_URL": of("silah_app"), "DATABASE_BACKUP_URL": of("postgres")}
