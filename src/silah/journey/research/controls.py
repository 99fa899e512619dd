"""What was not clear was referred, answered in time and confirmed: H3."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.research import rules
from silah.journey.research.models import Referral
from silah.journey.research.words import OPEN, ReferralState
from silah.policy.control import Breach, Control, Figures, Period, Sample, register
from silah.policy.pack import Pack


@register
class ReferralControl(Control):
    name = "research.referral"
    events: ClassVar = ("research.referred", "research.answered", "research.clarity_confirmed")

    def setting(self, pack: Pack) -> str:
        return _(
            "يُجاب عن الإحالة خلال %(days)s أيام عمل، ولا تُغلق إلا بتأكيد صاحب السؤال، أو بعد محاولتين بطريقتين"
            " وخمسة أيام عمل، فتُعدّ وحدها: «أُجيب ولم يُؤكَّد»."
        ) % {"days": rules.ANSWER_WITHIN_WORKING_DAYS}

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        sent = list(_sent(by, period))
        last_day = min(clock.day_of(period.ends_at), clock.today())
        overdue = [each for each in sent if _late(each, last_day)]
        clear = [each for each in sent if each.state == ReferralState.CLEAR]
        unconfirmed = sum(each.state == ReferralState.UNCONFIRMED for each in sent)
        return Figures(
            total=len(sent),
            # Answered is not yet clear: only her own word makes it so.
            good=len([each for each in clear if each not in overdue]),
            lines=(
                (_("إحالات في المدة"), str(len(sent))),
                (_("أُجيب عنها واتضح الجواب لصاحبها"), str(len(clear))),
                (_("أُجيب عنها ولم يُؤكَّد"), str(unconfirmed)),
                (_("مفتوحة الآن"), str(sum(each.state in OPEN for each in sent))),
                (_("تأخر جوابها"), str(len(overdue))),
            ),
            breaches=tuple(_breach(each) for each in overdue),
            samples=tuple(
                Sample(each.row_kind(), each.id, each.reference, _("أُجيب واتضح الجواب"), each.closed_at)
                for each in [each for each in clear if each not in overdue][:3]
            ),
        )


def _sent(by: Actor, period: Period) -> QuerySet[Referral]:
    return Referral.objects.filter(
        organisation_id=by.organisation_id, sent_at__gte=period.begins_at, sent_at__lt=period.ends_at
    ).order_by("sent_at")


def _late(referral: Referral, last_day: date) -> bool:
    """As it stood on that day: an answer given later is no excuse then."""
    answered = min(clock.day_of(referral.answered_at), last_day) if referral.answered_at else None
    return rules.late(referral.due_on, answered, last_day)


def _breach(referral: Referral) -> Breach:
    sentence = _("الإحالة %(reference)s لم يُجب عنها في موعدها") % {"reference": referral.reference}
    return Breach(referral.row_kind(), referral.id, "late", sentence, referral.sent_at)
