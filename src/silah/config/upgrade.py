"""Bring the database to this version: migrations as the owner, rights of the application, cache table.

`python -m silah.config.upgrade` does the work as the owner; the application's own process never has the
owner's rights, so it asks a child.
"""

from __future__ import annotations

import os
import subprocess
import sys

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


def upgrade(*, quiet: bool = False) -> int:
    """Exit status of the child that migrated; what it has to say goes to our own streams."""
    environment = os.environ | {
        "SILAH_DATABASE_ROLE": "owner",
        "DJANGO_SETTINGS_MODULE": "silah.config.settings",
    }
    run = [sys.executable, "-m", "silah.config.upgrade", *["--quiet"] * quiet]
    return subprocess.run(run, env=environment, stdin=subprocess.DEVNULL, check=False).returncode


def main(arguments: list[str]) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", interactive=False, verbosity=0 if "--quiet" in arguments else 1)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(GRANTS)


if __name__ == "__main__":
    main(sys.argv[1:])
