"""Limits on log-in, codes and public forms, counted in the database so that all workers share them."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper

from silah.foundation.kernel import clock

COUNT = (
    "INSERT INTO organisations_throttle AS t (bucket, count, window_ends_at) VALUES (%s, 1, %s)"
    " ON CONFLICT (bucket) DO UPDATE SET"
    " count = CASE WHEN t.window_ends_at <= %s THEN 1 ELSE t.count + 1 END,"
    " window_ends_at = CASE WHEN t.window_ends_at <= %s THEN excluded.window_ends_at"
    " ELSE t.window_ends_at END RETURNING count"
)


def allowed(what: str, who: str, *, limit: int, window: timedelta) -> bool:
    """Counts this attempt; False once more than `limit` fell into one window."""
    with connection.cursor() as cursor:
        return _count(cursor, what, who, window) <= limit


def allowed_for_good(what: str, who: str, *, limit: int, window: timedelta) -> bool:
    """The same, counted at once on a connection of its own.

    A wrong guess makes its operation roll back; counted inside it, no number of guesses would ever be too
    many.
    """
    with closing(connection.copy()) as apart, apart.cursor() as cursor:
        return _count(cursor, what, who, window) <= limit


def _count(cursor: CursorWrapper, what: str, who: str, window: timedelta) -> int:
    now = clock.now()
    bucket = hashlib.sha256(f"{what}|{who}".encode()).digest()
    cursor.execute(COUNT, [bucket, now + window, now, now])
    (count,) = cursor.fetchone()
    return int(count)
