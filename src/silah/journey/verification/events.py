"""What matching leaves in the history: which field, how and the result; never the values."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event
from silah.journey.verification.words import METHODS, RESOLUTIONS, RESULTS


@event("verification.matched")
@dataclass(frozen=True)
class Matched:
    match: UUID
    field: str
    method: str
    result: str

    def sentence(self, asked: str = "") -> str:
        return _("طوبق %(asked)s (%(method)s): %(result)s") % {
            "asked": _("بيان «%(label)s»") % {"label": asked} if asked else _("أحد بيانات الطلب"),
            "method": METHODS[self.method],
            "result": RESULTS[self.result],
        }


@event("verification.mismatch_resolved")
@dataclass(frozen=True)
class MismatchResolved:
    match: UUID
    field: str
    resolution: str

    def sentence(self, asked: str = "") -> str:
        return _("حُسم فرق بين المصرَّح به والمتحقَّق منه%(asked)s: %(how)s") % {
            "asked": f" ({asked})" if asked else "",
            "how": RESOLUTIONS[self.resolution],
        }


@event("verification.truth_confirmed")
@dataclass(frozen=True)
class TruthConfirmed:
    check: UUID

    def sentence(self) -> str:
        return _("أكّد الموظف مراجعة صحة البيانات وشرح مسؤولية صاحب الطلب عنها")


@event("verification.finished")
@dataclass(frozen=True)
class MatchingFinished:
    matched: int
    resolved: int

    def sentence(self) -> str:
        return _("اكتملت مطابقة البيانات وأُحيل الطلب إلى دراسة الحالة")
