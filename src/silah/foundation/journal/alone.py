"""Rows that a round of the clock works through: one at fault holds no other back, and is tried again by the next."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.foundation.kernel.errors import Conflict, NotYet
from silah.foundation.tenancy import ScopedModel, within
from silah.foundation.tenancy.paging import beyond, values_of

log = logging.getLogger("silah.rounds")

BATCH = 50  # rows in one transaction: whoever wants one of them waits for moments


def each_due[Row: ScopedModel](
    due: QuerySet[Row],
    act: Callable[[list[Row]], object],
    *,
    by: Actor,
    order: Sequence[str],
    lock: str | None = "self",
    batch: int = BATCH,
    at_most: int | None = None,
) -> int:
    """How many were done. A batch is a transaction; a row that somebody else is writing to is left for the next round.

    `act` does a whole batch or none of it; a batch with one at fault is done in halves, and the log names the row at
    fault by its id alone. `order` names fields or annotations that are never null and ends with the id: what is
    passed over is not met again. `lock` names what every writer of such a row locks first, where that is a row it
    belongs to (joined by select_related), or nothing.
    """
    done, met, edge = 0, 0, None
    while at_most is None or met < at_most:
        with within(by.organisation_id):
            rows = _next(due, order, edge, lock, batch if at_most is None else min(batch, at_most - met))
            if not rows:
                break
            met, edge = met + len(rows), values_of(rows[-1], order)
            done += _all_or_halves(rows, act)
    return done


def _next[Row: ScopedModel](
    due: QuerySet[Row], order: Sequence[str], edge: Sequence[Any] | None, lock: str | None, batch: int
) -> list[Row]:
    rows = due if edge is None else due.filter(beyond(order, edge))
    if lock is not None:
        rows = rows.select_for_update(skip_locked=True, of=(lock,), no_key=True)
    return list(rows.order_by(*order)[:batch])


def _all_or_halves[Row: ScopedModel](rows: list[Row], act: Callable[[list[Row]], object]) -> int:
    try:
        with transaction.atomic():
            act(rows)
    except Exception as failure:
        if not connection.is_usable():
            raise
        if len(rows) > 1:
            half = len(rows) // 2
            return _all_or_halves(rows[:half], act) + _all_or_halves(rows[half:], act)
        if not isinstance(failure, Conflict | NotYet):  # another round was quicker, or it is not its day yet
            log.exception("a round passed over %s %s", rows[0].row_kind(), rows[0].id)
        return 0
    return len(rows)
