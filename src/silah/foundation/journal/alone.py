"""Rows that a round of the clock works through: one at fault holds no other back, and is tried again by the next."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from django.db import connection, transaction

from silah.foundation.kernel.errors import Conflict, NotYet
from silah.foundation.tenancy import ScopedModel

log = logging.getLogger("silah.rounds")


def each_alone[Row: ScopedModel](rows: Iterable[Row], act: Callable[[Row], object]) -> int:
    """How many were done, each in a savepoint of its own. The log names a row at fault by its id alone."""
    done = 0
    for row in list(rows):
        try:
            with transaction.atomic():
                act(row)
        except (Conflict, NotYet):  # another round was quicker, or it is not its day yet
            continue
        except Exception:
            if not connection.is_usable():
                raise
            log.exception("a round passed over %s %s", row.row_kind(), row.id)
            continue
        done += 1
    return done
