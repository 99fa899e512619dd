"""Statements whose text never changes, kept by PostgreSQL with their plan for as long as the connection lives.

To plan the statement that reads a whole case took PostgreSQL five to ten times as long as to carry it out. A pooler
that lends a connection for one transaction may not know what was kept on it: then each is planned anew.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

KEPT = 400  # statements on a connection; there are fewer of ours
BY_ASKING = 1 << 30  # times a statement is sent before it would be kept by itself: never


class _Kept(psycopg.RawCursor[Any]):
    """The driver looks through a long text for the places of its values each time it is sent: a tenth of what a case
    cost. Here that is done once a text."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> _Kept:
        return super().execute(_numbered(query), params or (), **how, prepare=True)


class _Once(psycopg.RawCursor[Any]):
    def execute(self, query: Any, params: Any = None, **how: Any) -> _Once:
        return super().execute(_numbered(query), params or (), **how, prepare=False)


@lru_cache(KEPT)
def _numbered(text: str) -> bytes:
    """With the places of values as PostgreSQL writes them, `$1` and on, instead of `%s`."""
    places = count(1)
    return re.sub("%[s%]", lambda at: f"${next(places)}" if at[0] == "%s" else "%", text).encode()


def lasting_cursor() -> Any:
    """A cursor like the framework's own, for text that is the same whenever it is sent."""
    return _cursor(_Kept) if settings.KEEPS_STATEMENTS else connections[DEFAULT_DB_ALIAS].cursor()


def binding_cursor() -> Any:
    """The same, without keeping: values travel beside the text, and nobody writes each of them into it.

    For writes: PostgreSQL would keep a statement for each set of columns that are empty.
    """
    return _cursor(_Once)


def _cursor(kind: type[psycopg.RawCursor[Any]]) -> Any:
    here: Any = connections[DEFAULT_DB_ALIAS]
    here.close_if_health_check_failed()
    here.ensure_connection()
    driver = here.connection
    if driver.prepare_threshold is None:
        driver.prepare_threshold, driver.prepared_max = BY_ASKING, KEPT
    with here.wrap_database_errors:
        return here._prepare_cursor(kind(driver))


__all__ = ["binding_cursor", "lasting_cursor"]
