"""Limits on log-in, codes and public forms, counted in the database so that all workers share them."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import connection

from silah.foundation.kernel import clock


def allowed(what: str, who: str, *, limit: int, window: timedelta) -> bool:
    """Counts this attempt; False once more than `limit` fell into one window."""
    now = clock.now()
    bucket = hashlib.sha256(f"{what}|{who}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisations_throttle AS t (bucket, count, window_ends_at) VALUES (%s, 1, %s)"
            " ON CONFLICT (bucket) DO UPDATE SET"
            " count = CASE WHEN t.window_ends_at <= %s THEN 1 ELSE t.count + 1 END,"
            " window_ends_at = CASE WHEN t.window_ends_at <= %s THEN excluded.window_ends_at"
            " ELSE t.window_ends_at END RETURNING count",
            [bucket, now + window, now, now],
        )
        (count,) = cursor.fetchone()
    return bool(count <= limit)
