"""What time itself brings: reminders, notice before an unfinished request ends, a window that has passed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, NotYet
from silah.journey.requests import events, gaps, rules
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations.rows import case_facts, last_day, locked, still_open, unfinished_of
from silah.journey.requests.operations.stage import advance
from silah.journey.requests.stages import BEFORE_DECISION, Stage


@operation(Permission.TELL, facts=case_facts)
def remind(case: SupportRequest, *, by: Actor) -> SupportRequest:
    """Not again before the pack's days have passed."""
    row = locked(case)
    still_open(row, Stage.SUBMITTED)
    last = row.reminded_at or row.last_item_at or row.submitted_at
    if not rules.due(clock.day_of(last), unfinished_of(row).remind_after_days, clock.today()):
        raise NotYet(_("أُرسل تذكير قريبًا."), code="reminded")
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    record(events.Reminded(len(gaps.missing(row))), on=row, by=by, clause="H2a")
    return row


@operation(Permission.TELL, facts=case_facts)
def announce_expiry(case: SupportRequest, *, by: Actor) -> SupportRequest:
    """She is told the last day before anything ends."""
    row = locked(case)
    still_open(row, Stage.SUBMITTED)
    last = row.last_item_at or row.submitted_at
    if row.expiry_announced_at is not None:
        raise Conflict(_("أُرسل هذا الإشعار من قبل."), code="announced")
    if not rules.due(clock.day_of(last), unfinished_of(row).announce_after_days, clock.today()):
        raise NotYet(_("لم يحن موعد هذا الإشعار بعد."), code="not_due")
    row.expiry_announced_at = clock.now()
    row.save(update_fields=["expiry_announced_at"])
    happened = events.ExpiryAnnounced(last_day(row))
    record(happened, on=row, by=by, clause="H2a")
    return row


@operation(Permission.TELL, facts=case_facts)
def expire(case: SupportRequest, *, by: Actor) -> SupportRequest:
    """Only after notice, and after the last day that the notice named."""
    row = locked(case)
    still_open(row, Stage.SUBMITTED)
    announced = row.expiry_announced_at
    if announced is None or clock.today() <= last_day(row):
        raise NotYet(_("لا ينتهي طلب قبل إشعار صاحبه ومضيّ المهلة."), code="no_notice")
    record(events.Expired(clock.day_of(announced)), on=row, by=by, clause="H2a")
    return advance(row, Stage.EXPIRED, by=by)


@operation(Permission.TELL, facts=case_facts)
def note_overdue(case: SupportRequest, *, by: Actor) -> SupportRequest:
    """Once a window: the day told has passed without a reply, and somebody must call her."""
    row = locked(case)
    still_open(row, *BEFORE_DECISION, Stage.DECIDED)
    if row.ceiling_on is None or not rules.is_overdue(row.ceiling_on, clock.today()):
        raise NotYet(_("لم يمضِ موعد الرد بعد."), code="not_due")
    if row.overdue_noted_at is not None:
        raise Conflict(_("سُجّل هذا التأخر من قبل."), code="noted")
    row.overdue_noted_at = clock.now()
    row.save(update_fields=["overdue_noted_at"])
    record(events.Overdue(row.ceiling_on), on=row, by=by, clause="H5c")
    return row
