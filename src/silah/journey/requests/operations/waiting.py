"""Waiting for the applicant: the end of the window moves, and every pause says why."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel.errors import Conflict, Invalid
from silah.journey.requests import events, words
from silah.journey.requests.models import Pause, SupportRequest
from silah.journey.requests.operations.completing import compute, current_notice, tell_window
from silah.journey.requests.operations.rows import before_decision, case_facts, locked, moment


@operation(Permission.NAME_LACK, facts=case_facts)
def pause(
    case: SupportRequest, reason: str, *, by: Actor, note: str = "", at: datetime | None = None
) -> Pause:
    row = locked(case)
    before_decision(row)
    if reason not in words.PAUSES:
        raise Invalid(fields={"reason": _("نرجو اختيار سبب التوقف.")})
    if current_notice(row) is None:
        raise Conflict(_("لم تبدأ مدة الرد بعد: الطلب غير مكتمل."), code="no_window")
    if Pause.objects.filter(support_request=row, ended_at=None).exists():
        raise Conflict(_("حساب المدة متوقف من قبل."), code="paused")
    return begin_pause(row, by, reason, note, at)


@operation(Permission.NAME_LACK, facts=case_facts)
def resume(case: SupportRequest, *, by: Actor, at: datetime | None = None) -> SupportRequest:
    row = locked(case)
    if not end_pause(row, by, moment(at)):
        raise Conflict(_("حساب المدة ليس متوقفًا."), code="not_paused")
    return row


def begin_pause(case: SupportRequest, by: Actor, reason: str, note: str, at: datetime | None = None) -> Pause:
    begun = Pause.objects.create(support_request=case, reason=reason, note=note.strip(), begun_at=moment(at))
    record(events.Paused(begun.id, reason), on=case, by=by, clause="H5c", at=at)
    return begun


def end_pause(case: SupportRequest, by: Actor, at: datetime, reason: str | None = None) -> bool:
    """Ends the open pause (of this reason, where one is given) and tells her the new end of the window."""
    rows = Pause.objects.filter(support_request=case, ended_at=None)
    open_pause = (rows.filter(reason=reason) if reason else rows).first()
    if open_pause is None:
        return False
    open_pause.ended_at = max(at, open_pause.begun_at)
    open_pause.save(update_fields=["ended_at"])
    record(events.Resumed(open_pause.id, open_pause.reason), on=case, by=by, clause="H5c", at=at)
    notice = current_notice(case)
    if notice and compute(case, by, notice.starts_on).ceiling_on != notice.ceiling_on:
        tell_window(case, by, "pause_ended")
    return True
