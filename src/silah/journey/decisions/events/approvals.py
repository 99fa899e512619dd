"""Management's chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event
from silah.foundation.kernel import hijri
from silah.foundation.kernel.money import with_unit
from silah.journey.decisions.words import OUTCOMES


@event("decisions.approver_seated")
@dataclass(frozen=True)
class ApproverSeated:
    seat: UUID
    step: str
    membership: UUID
    instead_of: UUID | None

    def sentence(self) -> str:
        return _("سُمّي صاحب الصلاحية في خطوة من خطوات الاعتماد")


@event("decisions.delegation_given")
@dataclass(frozen=True)
class DelegationGiven:
    delegation: UUID
    step: str
    giver: UUID
    receiver: UUID
    limit: int
    starts_on: date
    ends_on: date
    reason: str

    def sentence(self) -> str:
        return _("فُوّضت الصلاحية من %(start)s إلى %(end)s بحد %(limit)s") % {
            "start": hijri.both(self.starts_on),
            "end": hijri.both(self.ends_on),
            "limit": with_unit(self.limit),
        }


@event("decisions.delegation_ended")
@dataclass(frozen=True)
class DelegationEnded:
    delegation: UUID

    def sentence(self) -> str:
        return _("انتهى التفويض قبل موعده")


@event("decisions.approved")
@dataclass(frozen=True)
class Approved:
    approval: UUID
    step: str
    outcome: str
    amount: int | None
    delegation: UUID | None
    settles: bool

    def sentence(self) -> str:
        values = {"outcome": str(OUTCOMES[self.outcome])}
        if self.settles:
            return _("بتّت الإدارة في الطلب: %(outcome)s") % values
        return _("أُجيز الطلب ورُفع إلى صاحب الصلاحية التالي: %(outcome)s") % values
