"""The end of a request whose outcome was told: nothing is owed to it any more. Only time ends it, never a person."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.batch import Happening, record_many
from silah.foundation.journal.operation import operation
from silah.foundation.kernel.errors import Conflict
from silah.journey.requests import events
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations.rows import all_locked
from silah.journey.requests.operations.together import advance_many
from silah.journey.requests.stages import Stage

FROM = {"refused": Stage.REPLIED, "delivered": Stage.DELIVERED}
CLAUSE = {"refused": "H5b", "delivered": "H7"}


@operation(Permission.CLOSE)
def close(cases: Sequence[SupportRequest], why: str, *, by: Actor) -> list[SupportRequest]:
    """`why` is refused or delivered; the rooms that know of replies and deliveries choose whose time has come.
    All of them or none, in a fixed number of statements."""
    rows = all_locked(cases)
    if any(row.stage != FROM[why] for row in rows):
        raise Conflict(_("لم يعد الطلب في هذه المرحلة."), code="stage")
    record_many([Happening(events.Closed(why), row, CLAUSE[why]) for row in rows], by=by)
    return advance_many(rows, Stage.CLOSED, by=by)
