"""When the latest day has passed: the applicant hears why, and a new day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.journey.decisions import events
from silah.journey.decisions.models import DelayNotice, Reply
from silah.journey.decisions.operations.refusing import acting
from silah.journey.decisions.rules import replying
from silah.journey.decisions.words import DELAYS
from silah.journey.requests.models import SupportRequest


@operation(Permission.REPLY)
def tell_delay(case: SupportRequest, new_day: date, reason: str, *, by: Actor) -> DelayNotice:
    """The reply is late: she hears why, and by when. The day first told is kept and still counts."""
    locked = SupportRequest.objects.select_for_update(no_key=True).get(id=case.id)
    if locked.ceiling_on is None or not replying.is_late(locked.ceiling_on, clock.now()):
        raise NotYet(_("لم يمضِ الموعد الأقصى بعد."), code="not_late")
    told = Reply.objects.filter(support_request=locked, released_at__isnull=False)
    if told.exists():
        raise Conflict(_("صدر الرد على هذا الطلب."), code="released")
    wrong: dict[str, str] = {}
    if new_day < clock.today():
        wrong["new_day"] = _("الموعد الجديد يومٌ لم يمضِ.")
    if reason not in DELAYS:
        wrong["reason"] = _("نرجو اختيار سبب التأخر.")
    if wrong:
        raise Invalid(fields=wrong)
    notice = DelayNotice.objects.create(
        support_request=locked,
        was_due_on=locked.ceiling_on,
        new_day=new_day,
        reason=reason,
        told_by_id=acting(by),
        told_at=clock.now(),
    )
    happened = events.DelayTold(
        notice=notice.id, was_due_on=locked.ceiling_on, new_day=new_day, reason=reason
    )
    record(happened, on=locked, by=by, clause="H5c")
    return notice
