"""Making the database cluster: `initdb`, roles, database, extensions."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from silah.config.embedded import binaries, places
from silah.config.embedded.account import account
from silah.config.embedded.errors import ServerError
from silah.config.upgrade import EXTENSIONS

READY = "silah-ready"  # left in the cluster once the roles and the database are there
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}


def prepare(data: Path) -> Path:
    """The cluster's folder, made on first use; another major version's is refused."""
    folder = places.cluster(data)
    if not folder.exists():
        _initdb(data)
    found = (folder / "PG_VERSION").read_text().strip()
    if found != binaries.major():
        raise ServerError(
            f"{folder} was made by PostgreSQL {found}; this Silah brings {binaries.major()}. Make a backup with "
            f"the earlier Silah (silah backup FILE), then restore it here into an empty SILAH_DATA."
        )
    return folder.resolve()


def _initdb(data: Path) -> None:
    """Made beside and renamed, so that an interrupted first start leaves nothing half made."""
    if places.cluster(data).is_symlink():  # its target was never finished
        places.cluster(data).unlink()
    target, who = places.cluster_to_be(data), account()
    with tempfile.TemporaryDirectory(prefix=".initdb-", dir=target.parent) as making:
        word = Path(making) / "word"
        word.write_text(places.passwords(data)["postgres"])
        word.chmod(0o600)
        for path in (word, Path(making)):
            who.take(path)
        run = [str(binaries.program("initdb")), "--pgdata", f"{making}/new", "--pwfile", str(word)]
        run += ["--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        run += ["--auth-local=scram-sha-256", "--auth-host=reject", "--set=password_encryption=scram-sha-256"]
        done = subprocess.run(
            run, env=ENVIRONMENT, cwd=making, capture_output=True, text=True, check=False, **who.popen()
        )
        if done.returncode:
            raise ServerError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")
        shutil.move(Path(making) / "new", target)


def furnished(data: Path) -> bool:
    return (places.cluster(data) / READY).exists()


def furnish(data: Path) -> None:
    """Roles and database, once; safe to repeat when an earlier attempt was cut short."""
    if furnished(data):
        return
    with _superuser(data, "postgres") as connection:
        for role in ("silah_owner", "silah_app"):
            _role(connection, role, places.passwords(data)[role])
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [places.DATABASE]
        ).fetchone()
        if not known:
            connection.execute(f"CREATE DATABASE {places.DATABASE} OWNER silah_owner")
        connection.execute(f"REVOKE ALL ON DATABASE {places.DATABASE} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT ON DATABASE {places.DATABASE} TO silah_app")
    furnish_database(data, places.DATABASE)
    (places.cluster(data) / READY).touch()


def furnish_database(data: Path, name: str) -> None:
    """What only a superuser may put into a new database."""
    with _superuser(data, name) as connection:
        for extension in EXTENSIONS:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        connection.execute("GRANT USAGE ON SCHEMA public TO silah_app")


def _superuser(data: Path, database: str) -> psycopg.Connection:
    return psycopg.connect(places.url(data, "postgres", database), autocommit=True)


def _role(connection: psycopg.Connection, role: str, password: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if known else "CREATE")
    rights = sql.SQL("LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION")
    connection.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(verb, sql.Identifier(role), rights, sql.Literal(password))
    )
