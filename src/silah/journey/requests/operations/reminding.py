"""What time itself brings: reminders, notice before an unfinished request ends, a window that has passed.

Each is done to many requests in a fixed number of statements: to all of them or to none.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.batch import Happening, record_many
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, NotYet
from silah.journey.requests import events, gaps, rules
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations.rows import (
    all_locked,
    last_day,
    still_open,
    unfinished_of,
)
from silah.journey.requests.operations.together import advance_many
from silah.journey.requests.stages import BEFORE_DECISION, Stage


@operation(Permission.TELL)
def remind(cases: Sequence[SupportRequest], *, by: Actor) -> list[SupportRequest]:
    """Not again before the pack's days have passed."""
    rows = all_locked(cases)
    for row in rows:
        still_open(row, Stage.SUBMITTED)
        last = row.reminded_at or row.last_item_at or row.submitted_at
        if not rules.due(clock.day_of(last), unfinished_of(row).remind_after_days, clock.today()):
            raise NotYet(_("أُرسل تذكير قريبًا."), code="reminded")
    _marked(rows, "reminded_at")
    lacking = gaps.how_many(rows)
    record_many([Happening(events.Reminded(lacking[row.id]), row, "H2a") for row in rows], by=by)
    return rows


@operation(Permission.TELL)
def announce_expiry(cases: Sequence[SupportRequest], *, by: Actor) -> list[SupportRequest]:
    """She is told the last day before anything ends."""
    rows = all_locked(cases)
    for row in rows:
        still_open(row, Stage.SUBMITTED)
        last = row.last_item_at or row.submitted_at
        if row.expiry_announced_at is not None:
            raise Conflict(_("أُرسل هذا الإشعار من قبل."), code="announced")
        if not rules.due(clock.day_of(last), unfinished_of(row).announce_after_days, clock.today()):
            raise NotYet(_("لم يحن موعد هذا الإشعار بعد."), code="not_due")
    _marked(rows, "expiry_announced_at")
    record_many([Happening(events.ExpiryAnnounced(last_day(row)), row, "H2a") for row in rows], by=by)
    return rows


@operation(Permission.TELL)
def expire(cases: Sequence[SupportRequest], *, by: Actor) -> list[SupportRequest]:
    """Only after notice, and after the last day that the notice named."""
    told = []
    for row in all_locked(cases):
        still_open(row, Stage.SUBMITTED)
        announced = row.expiry_announced_at
        if announced is None or clock.today() <= last_day(row):
            raise NotYet(_("لا ينتهي طلب قبل إشعار صاحبه ومضيّ المهلة."), code="no_notice")
        told.append(Happening(events.Expired(clock.day_of(announced)), row, "H2a"))
    record_many(told, by=by)
    return advance_many(cases, Stage.EXPIRED, by=by)


@operation(Permission.TELL)
def note_overdue(cases: Sequence[SupportRequest], *, by: Actor) -> list[SupportRequest]:
    """Once a window: the day told has passed without a reply, and somebody must call her."""
    rows, told = all_locked(cases), []
    for row in rows:
        still_open(row, *BEFORE_DECISION, Stage.DECIDED)
        if row.ceiling_on is None or not rules.is_overdue(row.ceiling_on, clock.today()):
            raise NotYet(_("لم يمضِ موعد الرد بعد."), code="not_due")
        if row.overdue_noted_at is not None:
            raise Conflict(_("سُجّل هذا التأخر من قبل."), code="noted")
        told.append(Happening(events.Overdue(row.ceiling_on), row, "H5c"))
    _marked(rows, "overdue_noted_at")
    record_many(told, by=by)
    return rows


def _marked(rows: list[SupportRequest], column: str) -> None:
    """This was done now."""
    now = clock.now()
    SupportRequest.objects.filter(id__in=[row.id for row in rows]).update(**{column: now})
    for row in rows:
        setattr(row, column, now)
