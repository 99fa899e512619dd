"""References that people read: gap-free for each association, series and Hijri year."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from silah.foundation.journal import links
from silah.foundation.kernel import clock
from silah.foundation.kernel.hijri import hijri_year
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import required_organisation_id


def next_number(series: str, at: datetime | None = None) -> tuple[int, int]:
    """(Hijri year, number). Take it last: the counter stays locked until the transaction ends."""
    links.settle()
    year = hijri_year(clock.day_of(at or clock.now()))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisations_counter (id, organisation_id, series, year, value)"
            " VALUES (%s, %s, %s, %s, 1) ON CONFLICT (organisation_id, series, year)"
            " DO UPDATE SET value = organisations_counter.value + 1 RETURNING value",
            [new_id(), required_organisation_id(), series, year],
        )
        (value,) = cursor.fetchone()
    return year, value


def next_reference(series: str, at: datetime | None = None) -> str:
    """Like `1448/000123`."""
    year, value = next_number(series, at)
    return f"{year}/{value:06d}"
