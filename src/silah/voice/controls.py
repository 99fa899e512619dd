"""Rating is a right: everyone who was told an outcome was invited, and nobody can be found behind an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.policy.control import Figures, Period, Sample, register
from silah.policy.judging import Dated, Flaw, Ids, Judged, Judging, chosen
from silah.policy.pack import Pack
from silah.voice.models import RatingInvitation

KIND = "support_request"
# The invitation leaves by a task of its own, a moment after the outcome is told.
GRACE = timedelta(hours=1)
TOLD = [Stage.REPLIED, Stage.SERVING, Stage.DELIVERED, Stage.CLOSED]


@register
class RatingIsARight(Judging):
    name = "voice.rating_right"
    events: ClassVar = ("voice.invited", "voice.invitation_used")
    besides: ClassVar = ("voice.invitation_used", "voice.declined")
    roots = (KIND,)
    found_by = ((KIND, Dated(SupportRequest, "stage_since")),)
    sentences: ClassVar = {"not_invited": gettext_lazy("الطلب %(reference)s أُبلغ صاحبه ولم يُدع إلى التقييم")}

    def setting(self, pack: Pack) -> str:
        return pack.satisfaction.invitation

    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        invited = RatingInvitation.objects.filter(
            organisation_id=OuterRef("organisation_id"), support_request=OuterRef("id")
        )
        rows = chosen(
            SupportRequest.objects.filter(organisation_id=by.organisation_id, stage__in=TOLD), "id", ids
        )
        said = _("دُعي صاحبه إلى التقييم")
        names = ("id", "reference", "stage_since")
        for row in rows.annotate(invited=Exists(invited)).values_list(*names, "invited", named=True):
            counts_from = row.stage_since + GRACE
            if counts_from >= clock.now():
                yield Judged(row.id, row.stage_since, {}, turns=(counts_from,))
                continue
            reference = row.reference or ""
            flaw = Flaw("not_invited", KIND, row.id, reference, row.stage_since)
            yield Judged(
                row.id,
                row.stage_since,
                {"total": 1},
                good=row.invited,
                flaws=() if row.invited else (flaw,),
                sample=Sample(KIND, row.id, reference, said, row.stage_since),
            )

    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        return Figures(
            total=n["total"],
            good=n["good"],
            lines=(
                (_("طلبات أُبلغ أصحابها بالقرار"), str(n["total"])),
                (_("دُعي أصحابها إلى التقييم"), str(n["good"])),
                (_("تقييمات وصلت"), str(n["voice.invitation_used"])),
            ),
        )
