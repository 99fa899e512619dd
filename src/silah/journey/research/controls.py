"""What was not clear was referred, answered in time and confirmed: H3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.research import rules
from silah.journey.research.models import Referral
from silah.journey.research.words import OPEN, ReferralState
from silah.policy.control import Figures, Period, Sample, register
from silah.policy.judging import Dated, Flaw, Ids, Judged, Judging, after, chosen, next_day
from silah.policy.pack import Pack


@register
class ReferralControl(Judging):
    name = "research.referral"
    events: ClassVar = ("research.referred", "research.answered", "research.clarity_confirmed")
    roots = ("referral",)
    found_by = (("referral", Dated(Referral, "sent_at")),)
    sentences: ClassVar = {"late": gettext_lazy("الإحالة %(reference)s لم يُجب عنها في موعدها")}

    def setting(self, pack: Pack) -> str:
        return _(
            "يُجاب عن الإحالة خلال %(days)s أيام عمل، ولا تُغلق إلا بتأكيد صاحب السؤال، أو بعد محاولتين بطريقتين"
            " وخمسة أيام عمل، فتُعدّ وحدها: «أُجيب ولم يُؤكَّد»."
        ) % {"days": rules.ANSWER_WITHIN_WORKING_DAYS}

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        """Late as it stood in the period: an answer given after its day is no excuse for that day."""
        rows = chosen(Referral.objects.filter(organisation_id=by.organisation_id), "id", ids)
        said = _("أُجيب واتضح الجواب")
        for each in rows.only("id", "reference", "state", "sent_at", "due_on", "answered_at", "closed_at"):
            answered = clock.day_of(each.answered_at) if each.answered_at else None
            late = rules.late(each.due_on, answered, clock.today()) and clock.today() > each.due_on
            flaw = Flaw(
                "late", "referral", each.id, each.reference, each.sent_at, since=next_day(each.due_on)
            )
            clear = each.state == ReferralState.CLEAR
            yield Judged(
                each.id,
                each.sent_at,
                {
                    "total": 1,
                    "clear": int(clear),
                    "unconfirmed": int(each.state == ReferralState.UNCONFIRMED),
                    "open": int(each.state in OPEN),
                },
                good=clear,  # answered is not yet clear: only her own word makes it so
                flaws=(flaw,) if late else (),
                sample=Sample("referral", each.id, each.reference, said, each.closed_at),
                turns=(after(each.due_on),),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("إحالات في المدة"), str(n["total"])),
                (_("أُجيب عنها واتضح الجواب لصاحبها"), str(n["clear"])),
                (_("أُجيب عنها ولم يُؤكَّد"), str(n["unconfirmed"])),
                (_("مفتوحة الآن"), str(n["open"])),
                (_("تأخر جوابها"), str(n["!late"])),
            ),
        )
