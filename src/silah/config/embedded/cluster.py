"""Making the database cluster: `initdb`, roles, database, extensions."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from silah.config.embedded import asking, binaries, places
from silah.config.embedded.account import account
from silah.config.embedded.errors import ServerError
from silah.config.upgrade import EXTENSIONS

READY = "silah-ready"  # left in the cluster once the roles and the database are there
ENVIRONMENT = asking.ENVIRONMENT
ORDINARY = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION"


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
    import tempfile

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
    for role in ("silah_owner", "silah_app"):
        _role(data, role)
    if not _known(data, "pg_database", "datname", places.DATABASE):
        _as_superuser(data, "postgres", f"CREATE DATABASE {places.DATABASE} OWNER silah_owner;")
    _as_superuser(
        data,
        "postgres",
        f"REVOKE ALL ON DATABASE {places.DATABASE} FROM PUBLIC;"
        f"GRANT CONNECT ON DATABASE {places.DATABASE} TO silah_app;",
    )
    furnish_database(data, places.DATABASE)
    (places.cluster(data) / READY).touch()


def furnish_database(data: Path, name: str) -> None:
    """What only a superuser may put into a new database."""
    extensions = "".join(f"CREATE EXTENSION IF NOT EXISTS {extension};" for extension in EXTENSIONS)
    rights = "REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO silah_app;"
    _as_superuser(data, name, f"SET client_min_messages = warning; {extensions} {rights}")


def _as_superuser(data: Path, database: str, statements: str, **values: str) -> str:
    try:
        return asking.ask(data, "postgres", database, statements, **values)
    except asking.Refused as refusal:
        raise ServerError(f"PostgreSQL refuses what a new cluster needs: {refusal}") from refusal


def _known(data: Path, table: str, column: str, name: str) -> bool:
    return bool(_as_superuser(data, "postgres", f"SELECT 1 FROM {table} WHERE {column} = '{name}';"))  # noqa: S608 - names of ours


def _role(data: Path, role: str) -> None:
    verb = "ALTER" if _known(data, "pg_roles", "rolname", role) else "CREATE"
    statement = f"{verb} ROLE {role} {ORDINARY} PASSWORD :'word';"
    _as_superuser(data, "postgres", statement, word=places.passwords(data)[role])
