"""That nothing lives outside the mechanism: every request's stage is one that its own history leads to."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.policy.control import Breach, Control, Figures, Period, Sample, counted, register
from silah.policy.pack import Pack


@register
class Mechanism(Control):
    """The stages, their order and the history of each request are the mechanism itself."""

    name = "journal.mechanism"
    events: ClassVar = ("requests.submitted", "requests.advanced")

    def setting(self, pack: Pack) -> str:
        return _("لكل طلب مراحل بترتيب السياسة، ولكل انتقال قيد في سجل لا يُعدَّل ولا يُحذف.")

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        rows = self._with_history(by, period)
        outside = list(rows.exclude(stage=F("told")))
        total = rows.count()
        happened = counted(by, self.events, period)
        return Figures(
            total=total,
            good=total - len(outside),
            events=happened,
            lines=(
                (_("طلبات قُدّمت"), str(total)),
                (_("يوافق سجلُّها مرحلتَها"), str(total - len(outside))),
                (_("انتقالات مسجّلة بين المراحل"), str(happened["requests.advanced"])),
            ),
            breaches=tuple(
                Breach(
                    case.row_kind(),
                    case.id,
                    "outside_history",
                    _("الطلب %(reference)s في مرحلة لا يذكرها سجله") % {"reference": case.reference},
                    case.stage_since,
                )
                for case in outside
            ),
            samples=tuple(
                Sample(
                    case.row_kind(),
                    case.id,
                    case.reference or "",
                    _("كل مرحلة بلغها مسجّلة في سجله"),
                    case.stage_since,
                )
                for case in rows.filter(stage=F("told")).order_by("-stage_since")[:3]
            ),
        )

    def _with_history(self, by: Actor, period: Period) -> QuerySet[SupportRequest]:
        """Each with the stage its history told last; without an entry of its submission it has none."""
        told = Entry.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            subject_kind=SupportRequest.row_kind(),
            subject_id=OuterRef("id"),
        )
        last = told.filter(name="requests.advanced").order_by("-number")
        first = told.filter(name="requests.submitted").annotate(
            stage=Value(str(Stage.SUBMITTED), output_field=CharField())
        )
        return SupportRequest.objects.filter(
            organisation_id=by.organisation_id,
            submitted_at__gte=period.begins_at,
            submitted_at__lt=period.ends_at,
        ).annotate(
            told=Coalesce(
                Subquery(last.annotate(after=KT("data__after")).values("after")[:1]),
                Subquery(first.values("stage")[:1]),
                Value(""),
                output_field=CharField(),
            )
        )
