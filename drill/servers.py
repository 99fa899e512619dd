"""What the drills start: PostgreSQL servers of their own, a pooler, and Silah; all on 127.0.0.1, all ending with us."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import psycopg

from silah.config.embedded import binaries
from silah.config.embedded.account import account
from silah.config.embedded.cluster import ENVIRONMENT
from silah.config.processes import Child
from silah.config.upgrade import EXTENSIONS

ROOT = Path(__file__).resolve().parent.parent
SILAH = str(Path(sys.executable).with_name("silah"))
PATIENCE = 60.0  # seconds until something that must come counts as failed; nothing is paced by it


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def eventually[T](ask: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """The first answer that is neither none nor false."""
    until = time.monotonic() + patience
    while not (answer := ask()):
        if time.monotonic() > until:
            raise TimeoutError(what)
        time.sleep(0.1)
    return answer


class Postgres:
    """A server in a folder, reached over TCP; the same password for every role."""

    def __init__(self, home: Path, word: str, **settings: str) -> None:
        self.home, self.word, self.port = home, word, free_port()
        self.settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "timezone": "UTC",
            "jit": "off",
            "max_wal_senders": "4",
            "wal_level": "replica",
            "hot_standby": "on",
        } | settings
        self._child: Child | None = None

    @classmethod
    def new(cls, home: Path, **settings: str) -> Self:
        """A started server with the two roles and an empty database of ours."""
        made = cls(home, secrets.token_hex(12), **settings)
        account().take(home)
        file = home.with_name(home.name + ".word")
        file.write_text(made.word)
        account().take(file)
        _program(
            "initdb", "--pgdata", str(home), "--username=postgres", f"--pwfile={file}", "--encoding=UTF8",
            "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-sync", "--no-instructions",
        )  # fmt: skip
        with (home / "pg_hba.conf").open("a") as rules:
            rules.write("host replication postgres 127.0.0.1/32 scram-sha-256\n")
        made.start()
        with made.connect() as server:
            for role in ("silah_owner", "silah_app"):
                server.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{made.word}'")
            server.execute("CREATE DATABASE silah OWNER silah_owner TEMPLATE template0")
        with made.connect(database="silah") as server:
            for extension in EXTENSIONS:
                server.execute(f"CREATE EXTENSION {extension}")
            server.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
            server.execute("GRANT USAGE ON SCHEMA public TO silah_app")
        return made

    def copy(self, home: Path, *how: str, **settings: str) -> Postgres:
        """A base copy of this running server in another folder, not started. `how`: words for pg_basebackup."""
        other = Postgres(home, self.word, **settings)
        home.chmod(0o700)
        account().take(home)
        _program(
            "pg_basebackup", f"--pgdata={home}", f"--dbname={self.url('postgres', 'postgres')}",
            "--checkpoint=fast", "--no-sync", *how,
        )  # fmt: skip
        return other

    def start(self) -> None:
        run = [str(binaries.program("postgres")), "-D", str(self.home)]
        for name, value in self.settings.items():
            run += ["-c", f"{name}={value}"]
        log = self.log.open("ab")
        self._child = Child(
            run,
            parting=signal.SIGINT,
            env=ENVIRONMENT,
            cwd=self.home,
            stdout=log,
            stderr=log,
            **account().popen(),
        )
        log.close()
        try:
            eventually(self.answers, "")
        except TimeoutError as late:
            raise TimeoutError(f"PostgreSQL does not start: {self.log.read_text()[-400:]}") from late

    @property
    def log(self) -> Path:
        return self.home.with_name(self.home.name + ".log")

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        if self._child:
            self._child.end()
            self._child = None

    def kill(self) -> None:
        """As when the power goes."""
        assert self._child is not None
        self._child.process.kill()
        self.stop()

    def url(self, role: str, database: str = "silah", port: int | None = None) -> str:
        return f"postgresql://{role}:{self.word}@127.0.0.1:{port or self.port}/{database}"

    def connect(self, role: str = "postgres", database: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(self.url(role, database), autocommit=True, connect_timeout=5)

    def one(self, question: str, *values: object, database: str = "silah") -> Any:
        """The first value of the first row, read as a superuser."""
        with self.connect(database=database) as server:
            row = server.execute(question, list(values)).fetchone()
        return row[0] if row else None


def _program(name: str, *words: str) -> None:
    run = [str(binaries.program(name)), *words]
    done = subprocess.run(
        run, env=ENVIRONMENT, cwd="/", capture_output=True, text=True, check=False, **account().popen()
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.strip()}")


class Pooler:
    """PgBouncer in transaction mode before a server."""

    def __init__(self, home: Path, server: Postgres) -> None:
        self.port = free_port()
        program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        if not Path(program).exists():
            raise FileNotFoundError("pgbouncer is missing: install it (apt-get install pgbouncer) and repeat")
        users, ini = home / "users.txt", home / "pgbouncer.ini"
        users.write_text(f'"silah_app" "{server.word}"\n')
        ini.write_text(
            "[databases]\n"
            f"silah = host=127.0.0.1 port={server.port} dbname=silah\n"
            "[pgbouncer]\n"
            f"listen_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\n"
            f"auth_type = plain\nauth_file = {users}\npool_mode = transaction\n"
            "default_pool_size = 6\nmax_client_conn = 200\nignore_startup_parameters = extra_float_digits\n"
        )
        for path in (home, users, ini):
            account().take(path)
        self._child = Child(
            [program, str(ini)], parting=signal.SIGINT, stdout=subprocess.DEVNULL,
            stderr=(home / "pooler.log").open("ab"), **account().popen(),
        )  # fmt: skip

    def stop(self) -> None:
        self._child.end()


class Silah:
    """`silah run` with settings of its own, in a folder of its own: one host of several."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data, self.port = data, free_port()
        ours = ("SILAH_", "DATABASE_", "DJANGO_", "PROMETHEUS_")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.environment = clean | {"SILAH_DATA": str(data), "PORT": str(self.port)} | settings
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self.data.with_name(self.data.name + ".log").open("ab") as log:
            self.process = subprocess.Popen(
                [SILAH, "run"], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        eventually(self.ready, f"silah run in {self.data} does not answer")

    def ready(self) -> bool:
        assert self.process is None or self.process.poll() is None, "silah run has ended"
        try:
            with urllib.request.urlopen(f"{self.address}/ready", timeout=5) as answer:
                return int(answer.status) == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(60)
            self.process = None

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SILAH, *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def python(self, program: str) -> str:
        """What a piece of Python prints that runs with this host's settings."""
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "silah.config.settings"},
            cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout

    def children(self, words: str) -> list[int]:
        """Processes of this host whose command line holds these words, the oldest first."""
        assert self.process is not None
        parents = {each: _parent(each) for each in _processes()}
        ours = {self.process.pid}
        while more := {each for each, parent in parents.items() if parent in ours} - ours:
            ours |= more
        return sorted(each for each in ours if words in _words(each))


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _parent(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def _words(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


@contextmanager
def ending(*started: Any) -> Iterator[None]:
    """Stops them, the last first, however the block ends."""
    try:
        yield
    finally:
        for each in reversed(started):
            each.stop()
