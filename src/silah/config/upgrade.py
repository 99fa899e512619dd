"""Bring the database to this version: migrations as the owner, rights of the application, cache table.

`python -m silah.config.upgrade` does the work as the owner; the application's own process never has the
owner's rights, so it asks a child.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

# A table whose migration granted nothing belongs to a library; it gets the ordinary rights. One whose
# migration granted something, the journal for example, keeps exactly that.
GRANTS = """
DO $$
DECLARE name regclass;
BEGIN
    FOR name IN
        SELECT oid FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relrowsecurity
        AND relname <> 'django_migrations'
        AND NOT EXISTS (SELECT FROM aclexplode(relacl) AS a WHERE a.grantee = 'silah_app'::regrole)
    LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO silah_app', name);
    END LOOP;
    GRANT SELECT ON django_migrations TO silah_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO silah_app;
END $$
"""


EXTENSIONS = ("pg_trgm", "btree_gin")
# A step waits so long for a table in use: everybody who comes after it waits behind it. Then it lets them pass.
LOCK = "1500ms"
PAUSES = (0.5, 1, 2, 4, 8, *[15] * 20)  # seconds before each further try
IN_USE = "55P03"
HALF_BUILT = """SELECT format('DROP INDEX CONCURRENTLY %I', relname) FROM pg_index JOIN pg_class ON oid = indexrelid
                WHERE NOT indisvalid AND relnamespace = 'public'::regnamespace"""


def upgrade(*, quiet: bool = False) -> int:
    """Exit status of the child that migrated; what it has to say goes to our own streams."""
    if _owner_unnamed():
        print(
            "silah: DATABASE_OWNER_URL is missing: the database is changed by the role that owns it, silah_owner.",
            file=sys.stderr,
        )
        return 1
    return _child("owner", *["--quiet"] * quiet)


def ready_to_serve() -> int:
    """What a start does first: upgrade where the owner is named. On a server of the operator's own the
    application's role then looks whether that was done, and whether it has more rights than it may."""
    if not _owner_unnamed() and (failed := upgrade(quiet=True)):
        return failed
    return _child("app", "--look") if os.environ.get("DATABASE_URL") else 0


def _owner_unnamed() -> bool:
    return bool(os.environ.get("DATABASE_URL")) and not os.environ.get("DATABASE_OWNER_URL")


def _child(role: str, *arguments: str) -> int:
    environment = os.environ | {
        "SILAH_DATABASE_ROLE": role,
        "DJANGO_SETTINGS_MODULE": "silah.config.settings",
    }
    run = [sys.executable, "-m", "silah.config.upgrade", *arguments]
    return subprocess.run(run, env=environment, stdin=subprocess.DEVNULL, check=False).returncode


def main(arguments: list[str]) -> str | None:
    """What stands in the way, or nothing."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, connection

    from silah.config import encrypted, preflight

    try:
        django.setup()
        connection.ensure_connection()
        if "--look" in arguments:
            preflight.check()
            return _missing_steps()
        encrypted.refuse_plain(connection.connection)
        if lacking := _unprepared():
            return lacking
        _migrate(quiet="--quiet" in arguments)
    except OperationalError as error:
        return f"silah: the database cannot be reached: {error}"
    except ImproperlyConfigured as error:
        return f"silah: {error}"
    return None


def _migrate(*, quiet: bool) -> None:
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(HALF_BUILT)  # by an upgrade that was cut off: its name is in the way
        for (drop,) in cursor.fetchall():
            cursor.execute(drop)
        cursor.execute(f"SET lock_timeout = '{LOCK}'")
    with connection.execute_wrapper(_wait_where_nobody_waits):
        _step_by_step(lambda: call_command("migrate", interactive=False, verbosity=0 if quiet else 1))
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(GRANTS)


def _step_by_step(migrate: Callable[[], object]) -> None:
    """Each step is a transaction and is not done again; one that met a table in use is tried again."""
    from django.db import OperationalError

    for pause in PAUSES:
        try:
            migrate()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != IN_USE:
                raise
            print(f"silah: a table is in use; trying again in {pause} s", file=sys.stderr, flush=True)
            time.sleep(pause)
        else:
            return
    migrate()


def _wait_where_nobody_waits(execute: Callable[..., object], sql: str, *more: Any) -> object:
    """An index built beside the traffic keeps nobody waiting, and cut off it would be left half built."""
    if "CONCURRENTLY" not in sql:
        return execute(sql, *more)
    with more[-1]["connection"].connection.cursor() as plain:
        plain.execute("SET lock_timeout = 0")
        try:
            return execute(sql, *more)
        finally:
            plain.execute(f"SET lock_timeout = '{LOCK}'")


def _unprepared() -> str | None:
    """What a server of the operator's own lacks; the owner of a database may add these extensions itself."""
    from django.db import connection, utils

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = 'silah_app'")
        if cursor.fetchone() is None:
            return "silah: the server has no role silah_app; docs/running.md says how it is made"
        for extension in EXTENSIONS:
            try:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
            except utils.Error as error:
                return f"silah: as a superuser, CREATE EXTENSION {extension} in this database ({error})"
    return None


def _missing_steps() -> str | None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if lacking := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
        return (
            f"silah: the database lacks {lacking} steps of this version: run `silah upgrade` with "
            "DATABASE_OWNER_URL set"
        )
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
