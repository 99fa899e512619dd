"""The daily round: uploads that nobody used go, a day after they came."""

from __future__ import annotations

from itertools import batched
from uuid import UUID

from silah.foundation.access.actor import timer
from silah.foundation.files import operations, queries, shelf
from silah.foundation.kernel import clock


def sweep(organisation_id: UUID) -> int:
    """How many went: rows that nothing refers to, and bytes whose upload was never finished."""
    by = timer(organisation_id)
    gone = queries.orphans(by)
    going = {file.id.hex for file in gone}  # their bytes wait for the commit
    if gone:
        operations.sweep(gone, by=by)
    dropped = 0
    for names in batched(shelf.last_written_before(clock.now() - queries.A_DAY), 500):
        dropped += shelf.discard(set(names) - going - queries.on_record(by, names))
    return len(gone) + dropped
