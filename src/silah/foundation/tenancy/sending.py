"""Statements whose text never changes, kept by PostgreSQL with their plan for as long as the connection lives.

To plan the statement that reads a whole case took PostgreSQL five to ten times as long as to carry it out. A pooler
that lends a connection for one transaction may not know what was kept on it: then each is planned anew.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

KEPT = 400  # statements on a connection; there are fewer of ours
BY_ASKING = 1 << 30  # times a statement is sent before it would be kept by itself: never


class _Kept(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **how: Any) -> _Kept:
        return super().execute(query, params, **how, prepare=True)


def lasting_cursor() -> Any:
    """A cursor like the framework's own, for text that is the same whenever it is sent."""
    if not settings.KEEPS_STATEMENTS:
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    driver = connection.connection
    if driver.prepare_threshold is None:
        driver.prepare_threshold, driver.prepared_max = BY_ASKING, KEPT
    with connection.wrap_database_errors:
        return connection._prepare_cursor(_Kept(driver))  # type: ignore[attr-defined]


__all__ = ["lasting_cursor"]
