"""The end of a request whose outcome was told: nothing is owed to it any more. Only time ends it, never a person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel.errors import Conflict
from silah.journey.requests import events
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations.rows import case_facts, locked
from silah.journey.requests.operations.stage import advance
from silah.journey.requests.stages import Stage

FROM = {"refused": Stage.REPLIED, "delivered": Stage.DELIVERED}
CLAUSE = {"refused": "H5b", "delivered": "H7"}


@operation(Permission.CLOSE, facts=case_facts)
def close(case: SupportRequest, why: str, *, by: Actor) -> SupportRequest:
    """`why` is refused or delivered; the rooms that know of replies and deliveries choose whose time has come."""
    row = locked(case)
    if row.stage != FROM[why]:
        raise Conflict(_("لم يعد الطلب في هذه المرحلة."), code="stage")
    record(events.Closed(why), on=row, by=by, clause=CLAUSE[why])
    return advance(row, Stage.CLOSED, by=by)
