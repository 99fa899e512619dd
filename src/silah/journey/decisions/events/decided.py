"""An outcome on a request: taken, undone before it was told, or corrected after."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event
from silah.foundation.kernel.money import with_unit
from silah.journey.decisions.words import CORRECTIONS, OUTCOMES, UNDO_REASONS


@event("decisions.decided")
@dataclass(frozen=True)
class Decided:
    decision: UUID
    body: str
    outcome: str
    amount: int | None
    months: int | None
    payments: int
    reasons: tuple[str, ...]
    words: UUID | None
    sitting: UUID | None = None

    def sentence(self) -> str:
        outcome = str(OUTCOMES[self.outcome])
        if self.amount is None:
            return _("صدر القرار: %(outcome)s، مع ذكر السبب") % {"outcome": outcome}
        total = with_unit(self.amount * self.payments)
        return _("صدر القرار: %(outcome)s بمبلغ %(total)s") % {"outcome": outcome, "total": total}


@event("decisions.undone")
@dataclass(frozen=True)
class Undone:
    decision: UUID
    reason: str

    def sentence(self) -> str:
        return _("أُلغي القرار قبل إبلاغه، وعاد الطلب إلى جهة القرار: %(reason)s") % {
            "reason": UNDO_REASONS[self.reason]
        }


@event("decisions.corrected")
@dataclass(frozen=True)
class Corrected:
    decision: UUID
    corrects: UUID
    error: str
    amount: int | None
    months: int | None
    payments: int

    def sentence(self) -> str:
        return _("تصحيح خطأ مادي في القرار: %(error)s، ويبقى القراران محفوظين") % {
            "error": CORRECTIONS[self.error]
        }


@event("decisions.words_erased")
@dataclass(frozen=True)
class WordsErased:
    words: UUID

    def sentence(self) -> str:
        return _("مُحي نص مكتوب عن صاحب الطلب، وبقي القرار ورمز سببه")
