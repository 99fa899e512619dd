"""Limits on log-in, codes and public forms, counted in the database so that all workers share them."""

from __future__ import annotations

import os
from datetime import timedelta
from threading import Lock

from django.db import InterfaceError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from silah.foundation.kernel import clock
from silah.foundation.tenancy.sealed import key_ring

COUNT = (
    "INSERT INTO organisations_throttle AS t (bucket, count, window_ends_at) VALUES (%s, 1, %s)"
    " ON CONFLICT (bucket) DO UPDATE SET"
    " count = CASE WHEN t.window_ends_at <= %s THEN 1 ELSE t.count + 1 END,"
    " window_ends_at = CASE WHEN t.window_ends_at <= %s THEN excluded.window_ends_at"
    " ELSE t.window_ends_at END RETURNING count"
)

# The first count under a new key of look-ups goes on from where the one under the key before stood.
CARRY = (
    "INSERT INTO organisations_throttle (bucket, count, window_ends_at)"
    " SELECT %s, count, window_ends_at FROM organisations_throttle WHERE bucket = ANY(%s) AND window_ends_at > %s"
    " ORDER BY count DESC LIMIT 1 ON CONFLICT (bucket) DO NOTHING"
)

FORGET = (
    "DELETE FROM organisations_throttle WHERE bucket IN (SELECT bucket FROM organisations_throttle"
    " WHERE window_ends_at < %s LIMIT %s FOR UPDATE SKIP LOCKED)"
)
CONTEXT = b"host|throttle"
BATCH = 5000


def allowed(what: str, who: str, *, limit: int, window: timedelta) -> bool:
    """Counts this attempt; False once more than `limit` fell into one window."""
    with connection.cursor() as cursor:
        return _count(cursor, what, who, window) <= limit


def allowed_for_good(what: str, who: str, *, limit: int, window: timedelta) -> bool:
    """The same, counted at once on a connection apart.

    A wrong guess makes its operation roll back; counted inside it, no number of guesses would ever be too
    many.
    """
    return _apart.count(what, who, window) <= limit


def forget_ended() -> int:
    """Counts whose window is over say nothing any more, and are not kept. How many there were."""
    done = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(FORGET, [clock.now(), BATCH])
            if not cursor.rowcount:
                return done
            done += cursor.rowcount


class _Apart:
    """One connection for the whole process, opened by its first guess: to open one for each costs more than all
    that is done with it. Whoever guesses waits for the guess before."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._connection: BaseDatabaseWrapper | None = None
        self._where: tuple[object, ...] = ()

    def count(self, what: str, who: str, window: timedelta) -> int:
        with self._turn:
            where = (
                os.getpid(),
                *(connection.settings_dict[each] for each in ("HOST", "PORT", "NAME", "USER")),
            )
            if self._connection is not None and self._where == where:
                try:
                    return _counted(self._connection, what, who, window)
                except (OperationalError, InterfaceError):  # the server went since the guess before
                    self._connection.close()
            self._connection, self._where = connection.copy(), where
            self._connection.inc_thread_sharing()
            return _counted(self._connection, what, who, window)


def _counted(apart: BaseDatabaseWrapper, what: str, who: str, window: timedelta) -> int:
    with apart.cursor() as cursor:
        return _count(cursor, what, who, window)


_apart = _Apart()


def _count(cursor: CursorWrapper, what: str, who: str, window: timedelta) -> int:
    now = clock.now()
    # Keyed: a telephone number has few digits, and a plain digest of one is found by trying.
    bucket, *others = key_ring().lookup_hashes(f"{what}|{who}", context=CONTEXT)
    if others:
        cursor.execute(CARRY, [bucket, others, now])
    cursor.execute(COUNT, [bucket, now + window, now, now])
    (count,) = cursor.fetchone()
    return int(count)
