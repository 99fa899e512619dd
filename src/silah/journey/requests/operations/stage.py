"""The only writer of a request's stage."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel.errors import NotYet
from silah.journey.requests import events, gaps
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations.rows import before_decision, case_facts, locked, moment
from silah.journey.requests.stages import Stage, check

SIGNED_FIRST = frozenset({Stage.COMPLETE, Stage.VERIFIED, Stage.STUDIED, Stage.DECIDED})


@operation(Permission.ADVANCE, facts=case_facts)
def advance(case: SupportRequest, to: Stage, *, by: Actor, at: datetime | None = None) -> SupportRequest:
    """NotYet, naming the step that is missing, where the order of the policy would be broken."""
    row, to = locked(case), Stage(to)
    check(Stage(row.stage), to)
    if to in SIGNED_FIRST and is_forward(Stage(row.stage), to):
        refuse_gaps(row)
    happened = events.Advanced(before=row.stage, after=to)
    row.stage, row.stage_since = to, moment(at)
    row.save(update_fields=["stage", "stage_since"])
    record(happened, on=row, by=by, clause="H0", at=at)
    return row


def is_forward(now: Stage, to: Stage) -> bool:
    order = list(Stage)
    return order.index(to) > order.index(now)


def refuse_gaps(case: SupportRequest) -> None:
    """Nothing goes on while a paper or a signature is missing, a voided declaration above all."""
    lacking = gaps.missing(case)
    if any(gap.kind == "signature" for gap in lacking):
        raise NotYet(_("الإقرار غير موقّع، أو تغيّر الطلب بعد توقيعه فلزم توقيع جديد."), code="unsigned")
    if lacking:
        what = "؛ ".join(gap.text for gap in lacking)
        raise NotYet(_("لم يكتمل الطلب بعد. ينقصه: %(what)s") % {"what": what}, code="incomplete")


@operation(Permission.WITHDRAW, facts=case_facts)
def withdraw(case: SupportRequest, *, by: Actor, at: datetime | None = None) -> SupportRequest:
    row = locked(case)
    before_decision(row)
    record(events.Withdrawn(stage=row.stage), on=row, by=by, clause="H0", at=at)
    return advance(row, Stage.WITHDRAWN, by=by, at=at)
