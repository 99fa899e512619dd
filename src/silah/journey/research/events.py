"""What referrals and studies leave in the history: codes and counts, never a question or an opinion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event
from silah.foundation.kernel import hijri
from silah.foundation.kernel.money import count_noun
from silah.journey.research.words import RECOMMENDATIONS, STUDY_KINDS, TRY_CHANNELS, Recommendation


def _questions(count: int) -> str:
    return count_noun(count, _("سؤال واحد"), _("سؤالان"), _("أسئلة"), _("سؤالًا"), _("سؤال"))


@event("research.referred")
@dataclass(frozen=True)
class Referred:
    referral: UUID
    questions: int
    due_on: date

    def sentence(self) -> str:
        return _("أُحيل إلى البحث الاجتماعي ما لم يتضح (%(questions)s)، والجواب قبل نهاية %(day)s") % {
            "questions": _questions(self.questions),
            "day": hijri.both(self.due_on),
        }


@event("research.referral_accepted")
@dataclass(frozen=True)
class ReferralAccepted:
    referral: UUID

    def sentence(self) -> str:
        return _("استلم الباحث الاجتماعي الإحالة")


@event("research.answered")
@dataclass(frozen=True)
class ReferralAnswered:
    referral: UUID
    questions: int

    def sentence(self) -> str:
        return _("أجاب الباحث الاجتماعي عما أُحيل إليه (%(questions)s)") % {
            "questions": _questions(self.questions)
        }


@event("research.clarity_confirmed")
@dataclass(frozen=True)
class ClarityConfirmed:
    referral: UUID

    def sentence(self) -> str:
        return _("أكّد صاحب السؤال أن الجواب واضح")


@event("research.reopened")
@dataclass(frozen=True)
class ReferralReopened:
    referral: UUID
    round: int
    due_on: date

    def sentence(self) -> str:
        return _("لم يتضح الجواب، فعاد السؤال إلى الباحث، والجواب قبل نهاية %(day)s") % {
            "day": hijri.both(self.due_on)
        }


@event("research.tried")
@dataclass(frozen=True)
class ConfirmationTried:
    referral: UUID
    channel: str

    def sentence(self) -> str:
        return _("محاولة لتأكيد وضوح الجواب، ولم يتيسر الوصول (%(channel)s)") % {
            "channel": TRY_CHANNELS[self.channel]
        }


@event("research.closed_unconfirmed")
@dataclass(frozen=True)
class ClosedUnconfirmed:
    referral: UUID
    tries: int

    def sentence(self) -> str:
        return _("أُغلقت الإحالة: أُجيب ولم يُؤكَّد")


@event("research.referral_handed_on")
@dataclass(frozen=True)
class ReferralHandedOn:
    referral: UUID
    to: UUID

    def sentence(self) -> str:
        return _("انتقلت الإحالة إلى باحث آخر")


@event("research.study_handed_on")
@dataclass(frozen=True)
class StudyHandedOn:
    study: UUID
    to: UUID

    def sentence(self) -> str:
        return _("انتقلت دراسة الحالة إلى باحث آخر قبل رفعها")


@event("research.study_begun")
@dataclass(frozen=True)
class StudyBegun:
    study: UUID
    again: bool

    def sentence(self) -> str:
        return _("أُعيد فتح دراسة الحالة") if self.again else _("بدأت دراسة الحالة")


@event("research.study_saved")
@dataclass(frozen=True)
class StudySaved:
    study: UUID
    version: int

    def sentence(self) -> str:
        return _("حُفظت مسودة دراسة الحالة")


@event("research.study_submitted")
@dataclass(frozen=True)
class StudySubmitted:
    study: UUID
    kind: str
    recommendation: str
    amount: int | None = None
    months: int | None = None
    per_head: int | None = None
    need_class: str = ""

    def sentence(self) -> str:
        return _("رُفعت دراسة الحالة (%(kind)s)، والتوصية: %(recommendation)s") % {
            "kind": STUDY_KINDS[self.kind],
            "recommendation": RECOMMENDATIONS[Recommendation(self.recommendation)],
        }
