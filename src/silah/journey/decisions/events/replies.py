"""The outcome on its way to the applicant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event
from silah.foundation.kernel import clock, hijri
from silah.journey.decisions.words import DELAYS, RECEIVED_HOW, TRY_CHANNELS


@event("decisions.reply_ready")
@dataclass(frozen=True)
class ReplyReady:
    reply: UUID
    decision: UUID
    mode: str
    release_at: datetime
    floor_on: date | None
    ceiling_on: date | None

    def sentence(self) -> str:
        return _("أُعدّ الرد للإبلاغ يوم %(day)s") % {"day": hijri.both(clock.day_of(self.release_at))}


@event("decisions.reply_released")
@dataclass(frozen=True)
class ReplyReleased:
    reply: UUID
    decision: UUID
    outcome: str
    standing: str
    early_reason: str
    object_until: date | None

    def sentence(self) -> str:
        if self.standing == "late":
            return _("أُرسل الرد إلى صاحب الطلب بعد الموعد الأقصى")
        if self.early_reason:
            return _("أُرسل الرد إلى صاحب الطلب قبل بدء المدة، بسبب مسجّل")
        return _("أُرسل الرد إلى صاحب الطلب")


@event("decisions.reply_received")
@dataclass(frozen=True)
class ReplyReceived:
    reply: UUID
    how: str

    def sentence(self) -> str:
        return _("وصل الرد إلى صاحب الطلب: %(how)s") % {"how": RECEIVED_HOW[self.how]}


@event("decisions.reply_tried")
@dataclass(frozen=True)
class ReplyTried:
    reply: UUID
    channel: str
    result: str

    def sentence(self) -> str:
        return _("محاولة لإيصال الرد لم تتم: %(channel)s") % {"channel": TRY_CHANNELS[self.channel]}


@event("decisions.reply_handed_over")
@dataclass(frozen=True)
class ReplyHandedOver:
    reply: UUID
    owner: UUID

    def sentence(self) -> str:
        return _("انتقلت متابعة وصول الرد إلى موظف آخر")


@event("decisions.reply_closed")
@dataclass(frozen=True)
class ReplyClosed:
    reply: UUID
    decision: UUID
    outcome: str
    closed_as: str

    def sentence(self) -> str:
        if self.closed_as == "received":
            return _("تمّ الإبلاغ بالقرار")
        return _("أُغلق الإبلاغ بعد ثلاث محاولات مسجّلة، والرد متاح لصاحبه متى طلبه")


@event("decisions.delay_told")
@dataclass(frozen=True)
class DelayTold:
    notice: UUID
    was_due_on: date
    new_day: date
    reason: str

    def sentence(self) -> str:
        return _("أُبلغ صاحب الطلب بالتأخر وسببه: %(reason)s، والموعد الجديد %(day)s") % {
            "reason": DELAYS[self.reason],
            "day": hijri.both(self.new_day),
        }
