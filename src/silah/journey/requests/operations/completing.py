"""Completeness: the file's number, the two dates, and what moves them afterwards."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.access.actor import timer
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid
from silah.foundation.organisations import queries as organisations
from silah.journey.requests import events, gaps, rules, words
from silah.journey.requests.models import Pause, SupportRequest, WindowNotice
from silah.journey.requests.operations.rows import case_facts, locked, service_of
from silah.journey.requests.operations.stage import advance, refuse_gaps
from silah.journey.requests.stages import Stage
from silah.people import operations as people
from silah.policy.queries import reply_ceiling


def complete_if_ready(case: SupportRequest, by: Actor, at: datetime | None) -> SupportRequest:
    """Called where the last paper comes, the last signer signs, or an exemption closes the list."""
    if case.stage == Stage.SUBMITTED and not gaps.missing(case):
        return complete(case, by=by, at=at)
    return case


@operation(Permission.REGISTER, facts=case_facts)
def complete(case: SupportRequest, *, by: Actor, at: datetime | None = None) -> SupportRequest:
    """NotYet, with all that is missing, until nothing is."""
    row = locked(case)
    refuse_gaps(row)
    row = advance(row, Stage.COMPLETE, by=by, at=at)
    row.completed_at = at or clock.now()
    row.last_item_at = row.last_item_at or row.submitted_at
    row.save(update_fields=["completed_at", "last_item_at"])
    tell_window(row, by, "complete")
    number = people.number_file(row.applicant, by=_registrar(by, row), at=at)
    done = events.Completed(last_item_at=clock.day_of(row.last_item_at), file_number=number)
    record(done, on=row, by=by, clause="H6", at=at)
    return row


def _registrar(by: Actor, case: SupportRequest) -> Actor:
    """Where the spouse signs last, the number is given by the system: it is not his file."""
    is_hers = by.is_staff or by.party_id == case.applicant_id
    return by if is_hers else timer(by.organisation_id)


@operation(Permission.TELL, facts=case_facts)
def recalculate_window(case: SupportRequest, *, by: Actor, reason: str) -> WindowNotice:
    """A second notice beside the first; Conflict where the dates stay as they were told."""
    row = locked(case)
    if reason not in words.WINDOW_REASONS:
        raise Invalid(fields={"reason": _("نرجو اختيار السبب.")})
    notice = current_notice(row)
    if notice is None:
        raise Conflict(_("لم يُبيَّن لهذا الطلب موعد بعد."), code="no_window")
    window = compute(row, by, clock.day_of(row.last_item_at or row.submitted_at))
    if (window.floor_on, window.ceiling_on) == (notice.floor_on, notice.ceiling_on):
        raise Conflict(_("لم يتغيّر الموعد."), code="same_window")
    return tell_window(row, by, reason)


def current_notice(case: SupportRequest) -> WindowNotice | None:
    return WindowNotice.objects.filter(support_request=case, superseded_at=None).first()


def take_back_window(case: SupportRequest) -> None:
    """The dates told no longer hold: something is missing again. They stay on record."""
    WindowNotice.objects.filter(support_request=case, superseded_at=None).update(superseded_at=clock.now())
    case.completed_at = case.floor_on = case.ceiling_on = case.overdue_noted_at = None
    case.save(update_fields=["completed_at", "floor_on", "ceiling_on", "overdue_noted_at"])


def compute(case: SupportRequest, by: Actor, starts_on: date) -> rules.Window:
    pack, _service = service_of(case)
    ceiling = reply_ceiling(by, pack)
    return rules.reply_window(
        starts_on,
        pack.reply_window.floor_days or 0,
        ceiling.days,
        pack.reply_window.mode,
        organisations.calendar(by),
        _paused_days(case, starts_on),
        promise=bool(ceiling.minutes),
    )


def _paused_days(case: SupportRequest, starts_on: date) -> int:
    rows = Pause.objects.filter(support_request=case, ended_at__isnull=False)
    spans = rows.values_list("begun_at", "ended_at")
    return rules.paused_days(((clock.day_of(a), clock.day_of(b)) for a, b in spans if b), starts_on)


def tell_window(case: SupportRequest, by: Actor, reason: str) -> WindowNotice:
    """Keeps beside the dates all that they were computed from."""
    pack, _service = service_of(case)
    starts_on = clock.day_of(case.last_item_at or case.submitted_at)
    window, ceiling = compute(case, by, starts_on), reply_ceiling(by, pack)
    earlier = WindowNotice.objects.filter(support_request=case).order_by("-told_at", "-id").first()
    WindowNotice.objects.filter(support_request=case, superseded_at=None).update(superseded_at=clock.now())
    used = organisations.calendar(by).holidays
    notice = WindowNotice.objects.create(
        support_request=case,
        starts_on=starts_on,
        floor_on=window.floor_on,
        ceiling_on=window.ceiling_on,
        mode=pack.reply_window.mode,
        floor_days=pack.reply_window.earliest_after_days,
        ceiling_days=ceiling.days,
        ceiling_minutes=ceiling.minutes,
        holidays=[day.isoformat() for day in sorted(used) if starts_on <= day <= window.ceiling_on],
        paused_days=_paused_days(case, starts_on),
        reason=reason,
        told_at=clock.now(),
    )
    case.floor_on, case.ceiling_on, case.overdue_noted_at = window.floor_on, window.ceiling_on, None
    case.save(update_fields=["floor_on", "ceiling_on", "overdue_noted_at"])
    record(_told(notice, earlier, window.promise), on=case, by=by, clause="H5c")
    return notice


def _told(
    notice: WindowNotice, earlier: WindowNotice | None, promised: bool
) -> events.WindowTold | events.WindowChanged:
    floor_on = None if notice.mode == "ceiling" else notice.floor_on
    if earlier is None:
        return events.WindowTold(notice.id, floor_on, notice.ceiling_on, promised)
    return events.WindowChanged(notice.id, earlier.id, floor_on, notice.ceiling_on, notice.reason)
