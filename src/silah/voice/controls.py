"""Rating is a right: everyone who was told an outcome was invited, and nobody can be found behind an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.policy.control import Breach, Control, Figures, Period, Sample, Samples, counted, register
from silah.policy.pack import Pack
from silah.voice.models import RatingInvitation

# The invitation leaves by a task of its own, a moment after the outcome is told.
GRACE = timedelta(hours=1)
TOLD = [Stage.REPLIED, Stage.SERVING, Stage.DELIVERED, Stage.CLOSED]


@register
class RatingIsARight(Control):
    name = "voice.rating_right"
    events: ClassVar = ("voice.invited", "voice.invitation_used")

    def setting(self, pack: Pack) -> str:
        return pack.satisfaction.invitation

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        told = SupportRequest.objects.filter(
            organisation_id=by.organisation_id,
            stage__in=TOLD,
            stage_since__gte=period.begins_at,
            stage_since__lt=min(period.ends_at, clock.now() - GRACE),
        ).order_by("stage_since", "id")
        invited = Exists(RatingInvitation.objects.filter(support_request=OuterRef("id")))
        bad = list(told.exclude(invited).defer("answers"))
        total = told.count()
        used = counted(by, ("voice.invitation_used",), period)["voice.invitation_used"]
        return Figures(
            total=total,
            good=total - len(bad),
            lines=(
                (_("طلبات أُبلغ أصحابها بالقرار"), str(total)),
                (_("دُعي أصحابها إلى التقييم"), str(total - len(bad))),
                (_("تقييمات وصلت"), str(used)),
            ),
            breaches=tuple(
                Breach(
                    case.row_kind(),
                    case.id,
                    "not_invited",
                    _("الطلب %(reference)s أُبلغ صاحبه ولم يُدع إلى التقييم") % {"reference": case.reference},
                    case.stage_since,
                )
                for case in bad
            ),
            samples=Samples(
                lambda: (
                    Sample(
                        case.row_kind(),
                        case.id,
                        case.reference or "",
                        _("دُعي صاحبه إلى التقييم"),
                        case.stage_since,
                    )
                    for case in told.filter(invited).defer("answers")[:3]
                )
            ),
        )
