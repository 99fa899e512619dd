"""What the evidence wing itself leaves in the history."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event


@event("evidence.exception_explained")
@dataclass(frozen=True)
class ExceptionExplained:
    explanation: UUID
    clause: str
    code: str

    def sentence(self) -> str:
        return _("فسّر مدير الجودة استثناءً من البند %(clause)s") % {"clause": self.clause}


@event("evidence.figures_recounted")
@dataclass(frozen=True)
class FiguresRecounted:
    """A full recount; `differing` figures had been kept otherwise and were put right."""

    differing: int

    def sentence(self) -> str:
        if not self.differing:
            return _("أُعيد عدّ أرقام الشواهد كلها فوافقت المحفوظ")
        return _("أُعيد عدّ أرقام الشواهد فخالف المحفوظُ السجلات وصُحّح: %(n)s") % {"n": self.differing}
