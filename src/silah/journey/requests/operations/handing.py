"""Who follows a request, when the one who followed it leaves."""

from __future__ import annotations

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.organisations.models import Membership
from silah.journey.requests import events
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations.rows import locked


@operation(Permission.HAND_ON_REQUEST)
def hand_on_request(case: SupportRequest, to: Membership, *, by: Actor) -> SupportRequest:
    row = locked(case)
    row.owner = to
    row.save(update_fields=["owner"])
    record(events.HandedOn(owner=to.id), on=row, by=by)
    return row
