"""An objection and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event
from silah.foundation.kernel import hijri


@event("decisions.appeal_filed")
@dataclass(frozen=True)
class AppealFiled:
    appeal: UUID
    decision: UUID
    words: UUID
    answer_by: date

    def sentence(self) -> str:
        return _("قُدّم اعتراض على القرار، ويُرد عليه بحلول يوم %(day)s") % {"day": hijri.both(self.answer_by)}


@event("decisions.appeal_assigned")
@dataclass(frozen=True)
class AppealAssigned:
    appeal: UUID
    membership: UUID

    def sentence(self) -> str:
        return _("أُسند الاعتراض إلى من لم يشارك في القرار")


@event("decisions.appeal_decided")
@dataclass(frozen=True)
class AppealDecided:
    appeal: UUID
    outcome: str
    decision: UUID
    new_decision: UUID | None
    words: UUID
    late: bool

    def sentence(self) -> str:
        if self.outcome == "upheld":
            return _("قُبل الاعتراض وصدر قرار جديد، والقراران محفوظان")
        return _("نُظر في الاعتراض وبقي القرار على حاله، مع ذكر السبب")


@event("decisions.appeal_overdue")
@dataclass(frozen=True)
class AppealOverdue:
    appeal: UUID
    answer_by: date

    def sentence(self) -> str:
        return _("مضى موعد الرد على الاعتراض، يوم %(day)s، ولم يُبتّ فيه") % {"day": hijri.both(self.answer_by)}
