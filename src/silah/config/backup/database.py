"""The database's part of a backup, by PostgreSQL's own tools and as a role that sees every row."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from silah.config.backup.errors import BackupError
from silah.config.embedded import binaries, url
from silah.config.encrypted import refuse_plain

TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""


def address(data: Path) -> str:
    """Of a role that row security does not limit: a backup that left rows out would be worse than none."""
    if not os.environ.get("DATABASE_URL"):
        return url(data, "postgres")
    if found := os.environ.get("DATABASE_BACKUP_URL"):
        return found
    raise BackupError(
        "Set DATABASE_BACKUP_URL to this database as a role that may see and create everything in it "
        "(a superuser, or BYPASSRLS and the owner's rights)."
    )


@contextmanager
def snapshot(where: str) -> Iterator[tuple[str, dict[str, int]]]:
    """A moment of the database, by name for `pg_dump`, with the rows each table has at that moment."""
    with psycopg.connect(where) as connection:
        refuse_plain(connection)
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        if row is None:
            raise BackupError("The database gave no snapshot.")
        yield row[0], _rows(connection)


def rows(where: str) -> dict[str, int]:
    with psycopg.connect(where) as connection:
        refuse_plain(connection)
        return _rows(connection)


def _rows(connection: psycopg.Connection) -> dict[str, int]:
    connection.execute("SET row_security = off")  # fail rather than count a part
    found: dict[str, int] = {}
    for (table,) in connection.execute(TABLES).fetchall():
        counted = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        ).fetchone()
        found[table] = counted[0] if counted else 0
    return found


def dump(where: str, snapshot_name: str, file: Path) -> None:
    """Lightly compressed: the usual level takes four times as long for a tenth less."""
    light = "--compress=gzip:1"
    _tool("pg_dump", where, "--format=custom", light, f"--snapshot={snapshot_name}", f"--file={file}")


def read_back(dump: IO[bytes]) -> None:
    """Have every byte of a dump decompressed and understood, into nothing."""
    _tool("pg_restore", "", f"--file={os.devnull}", given=dump)


def load(where: str, dump: IO[bytes]) -> None:
    name = str(conninfo_to_dict(where).get("dbname", ""))
    _tool("pg_restore", where, "--exit-on-error", "--single-transaction", f"--dbname={name}", given=dump)


def _tool(name: str, where: str, *arguments: str, given: IO[bytes] | None = None) -> None:
    """What a tool is given runs through a pipe, so that nothing of a sealed backup comes to lie open on a disk."""
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [_program(name), *arguments],
            env=os.environ | _libpq(where),
            stdin=subprocess.PIPE if given else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as tool,
    ):
        try:
            if given and tool.stdin:
                with suppress(BrokenPipeError):  # its own words say why it left
                    shutil.copyfileobj(given, tool.stdin, 1024 * 1024)
                with suppress(BrokenPipeError):
                    tool.stdin.close()
        except BaseException:
            tool.kill()  # half of what it should read must not count as all of it
            raise
        if tool.wait():
            said.seek(0)
            raise BackupError(f"{name} failed: {said.read().decode(errors='replace').strip()}")


def _program(name: str) -> str:
    """The embedded server's own tool; for another server the machine's, which can speak TLS, unless it is older:
    a tool reads no server newer than itself."""
    found = shutil.which(name) if os.environ.get("DATABASE_URL") else None
    if found and _major(found) >= int(binaries.major()):
        return found
    return str(binaries.program(name))


def _major(program: str) -> int:
    """From words like `pg_dump (PostgreSQL) 18.6 (Debian 18.6-1)`."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\) (\d+)", done.stdout)
    return int(number[1]) if number else 0


def _libpq(where: str) -> dict[str, str]:
    """The address as variables: a password among the arguments could be read by every account."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names |= {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    given = conninfo_to_dict(where) if where else {}
    return {variable: str(given[name]) for name, variable in names.items() if given.get(name)}
