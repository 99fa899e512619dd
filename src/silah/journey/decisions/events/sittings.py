"""The committee and its sittings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event
from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.money import with_unit
from silah.journey.decisions.words import GROUNDS, WHY_LEFT


@event("decisions.committee_formed")
@dataclass(frozen=True)
class CommitteeFormed:
    committee: UUID
    formed_on: date
    members: tuple[UUID, ...]
    alternates: tuple[UUID, ...]

    def sentence(self) -> str:
        return _("شُكّلت اللجنة بقرار مؤرخ في %(day)s") % {"day": hijri.both(self.formed_on)}


@event("decisions.seat_changed")
@dataclass(frozen=True)
class SeatChanged:
    seat: UUID
    membership: UUID
    ended: bool

    def sentence(self) -> str:
        return _("انتهى مقعد في اللجنة") if self.ended else _("أُضيف مقعد إلى اللجنة")


@event("decisions.sitting_opened")
@dataclass(frozen=True)
class SittingOpened:
    sitting: UUID
    held_at: datetime
    budget: int
    items: int

    def sentence(self) -> str:
        return _("فُتحت جلسة ليوم %(day)s، والمتاح فيها %(budget)s") % {
            "day": hijri.both(clock.day_of(self.held_at)),
            "budget": with_unit(self.budget),
        }


@event("decisions.agenda_drawn")
@dataclass(frozen=True)
class AgendaDrawn:
    sitting: UUID
    added: int

    def sentence(self) -> str:
        return _("أُضيف إلى جدول الأعمال ما استجد من طلبات مدروسة")


@event("decisions.sitting_cancelled")
@dataclass(frozen=True)
class SittingCancelled:
    sitting: UUID

    def sentence(self) -> str:
        return _("أُلغيت الجلسة قبل انعقادها، وعادت طلباتها إلى الجدول التالي")


@event("decisions.sitting_recorded")
@dataclass(frozen=True)
class SittingRecorded:
    sitting: UUID
    present: int
    decided: int
    left: int
    granted: int

    def sentence(self) -> str:
        return _("سُجّلت الجلسة: قرارات %(decided)s، وما بقي للجلسة التالية %(left)s، والمقرَّر %(granted)s") % {
            "decided": self.decided,
            "left": self.left,
            "granted": with_unit(self.granted),
        }


@event("decisions.member_recused")
@dataclass(frozen=True)
class MemberRecused:
    sitting: UUID
    membership: UUID
    ground: str
    alternate: UUID | None

    def sentence(self) -> str:
        ground = str(GROUNDS[self.ground])
        if self.alternate is None:
            return _("تنحّى عضو عن النظر في الطلب: %(ground)s") % {"ground": ground}
        return _("تنحّى عضو عن النظر في الطلب وحلّ محله عضو احتياطي: %(ground)s") % {"ground": ground}


@event("decisions.item_left")
@dataclass(frozen=True)
class ItemLeft:
    sitting: UUID
    why: str

    def sentence(self) -> str:
        return _("بقي الطلب لجدول الجلسة التالية: %(why)s") % {"why": WHY_LEFT[self.why]}


@event("decisions.minutes_confirmed")
@dataclass(frozen=True)
class MinutesConfirmed:
    sitting: UUID
    membership: UUID
    method: str
    minutes_version: int
    file: UUID | None = None

    def sentence(self) -> str:
        if self.method == "scan":
            return _("صادق عضو على محضر الجلسة بتوقيعه على نسخة ورقية")
        return _("صادق عضو على محضر الجلسة بدخوله")


@event("decisions.minutes_final")
@dataclass(frozen=True)
class MinutesFinal:
    sitting: UUID
    minutes_version: int
    confirmations: int

    def sentence(self) -> str:
        return _("اكتملت المصادقة على محضر الجلسة، وصارت قراراتها نافذة")
