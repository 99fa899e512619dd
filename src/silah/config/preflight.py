"""Refuse to work with more rights than the application needs, which would switch row security off, with a server older
than what this was tried on, or over a network that may read along."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from silah.config import encrypted

OLDEST = 16  # major version
RIGHTS = """
SELECT current_user, rolsuper, rolbypassrls,
       EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
               AND pg_has_role(current_user, relowner, 'MEMBER'))
       OR EXISTS (SELECT FROM pg_database WHERE datname = current_database()
                  AND pg_has_role(current_user, datdba, 'MEMBER'))
FROM pg_roles WHERE rolname = current_user
"""


def check() -> None:
    """Raise unless the server is recent, the connection's role an ordinary one that owns nothing here, and the connection
    within this machine or encrypted."""
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS)
        role, superuser, bypass, owner = cursor.fetchone()
        link = cursor.connection
        major = link.info.server_version // 10_000
        encrypted.refuse_plain(link)
    if major < OLDEST:
        raise ImproperlyConfigured(f"PostgreSQL {major} is too old: Silah needs {OLDEST} or newer.")
    for found, what in (
        (superuser, "a superuser"),
        (bypass, "BYPASSRLS"),
        (owner, "the owner of the tables"),
    ):
        if found:
            raise ImproperlyConfigured(
                f"The database role {role} is {what}: one association could see another's rows. Let DATABASE_URL "
                f"name silah_app, a role without such rights; only DATABASE_OWNER_URL names the owner."
            )
