"""PgBouncer in transaction mode before a server of the drill's own."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import urllib.parse
from pathlib import Path
from typing import Self

from drill.postgres import PORT, Server
from silah.config.embedded import places
from silah.config.embedded.account import account
from silah.config.processes import Child

ROLE = "silah_app"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Pooler:
    def __init__(self, home: Path, server: Server) -> None:
        self.port, self.home, self.server = free_port(), home, server
        self.word = places.passwords(server.installation.data)[ROLE]
        self._child: Child | None = None

    def url(self) -> str:
        return f"postgresql://{ROLE}:{urllib.parse.quote(self.word)}@127.0.0.1:{self.port}/{places.DATABASE}"

    def __enter__(self) -> Self:
        program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        if not Path(program).exists():
            raise FileNotFoundError("pgbouncer is missing: install it (apt-get install pgbouncer) and repeat")
        self.home.mkdir(mode=0o700)
        users, ini = self.home / "users.txt", self.home / "pgbouncer.ini"
        users.write_text(f'"{ROLE}" "{self.word}"\n')
        ini.write_text(
            "[databases]\n"
            f"{places.DATABASE} = host={self.server.sockets} port={PORT} dbname={places.DATABASE}\n"
            "[pgbouncer]\n"
            f"listen_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\n"
            f"auth_type = plain\nauth_file = {users}\npool_mode = transaction\n"
            "default_pool_size = 6\nmax_client_conn = 200\nignore_startup_parameters = extra_float_digits\n"
        )
        for path in (self.home, users, ini):
            account().take(path)
        with (self.home / "pooler.log").open("ab") as log:
            self._child = Child(
                [program, str(ini)],
                parting=signal.SIGINT,
                stdout=subprocess.DEVNULL,
                stderr=log,
                **account().popen(),
            )
        return self

    def __exit__(self, *_failure: object) -> None:
        if self._child:
            self._child.end()
