"""Moving many requests in one act: the same checks as `advance`, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.batch import Happening, record_many
from silah.foundation.journal.operation import operation
from silah.foundation.kernel.errors import NotYet
from silah.journey.requests import events
from silah.journey.requests.gaps import LACKING
from silah.journey.requests.models import Declaration, Participant, RequirementItem, SupportRequest
from silah.journey.requests.operations.rows import moment
from silah.journey.requests.operations.stage import SIGNED_FIRST, is_forward
from silah.journey.requests.stages import Stage, check


@operation(Permission.ADVANCE)
def advance_many(
    cases: Sequence[SupportRequest], to: Stage, *, by: Actor, at: datetime | None = None
) -> list[SupportRequest]:
    """All of them or none; a gap in one names it by its reference."""
    to = Stage(to)
    wanted = {case.id for case in cases}
    rows = list(
        SupportRequest.objects.select_for_update(no_key=True)
        .filter(organisation_id=by.organisation_id, id__in=wanted)
        .defer("answers")
        .order_by("id")
    )
    forward = [row for row in rows if is_forward(Stage(row.stage), to)]
    for row in rows:
        check(Stage(row.stage), to)
    if to in SIGNED_FIRST:
        _refuse_gaps([row.id for row in forward])
    told = [Happening(events.Advanced(before=row.stage, after=to), row, "H0") for row in rows]
    since = moment(at)
    for row in rows:
        row.stage, row.stage_since = to, since
    SupportRequest.objects.filter(id__in=wanted).update(stage=to, stage_since=since)
    record_many(told, by=by, at=at)
    return rows


def _refuse_gaps(ids: list[UUID]) -> None:
    paper = RequirementItem.objects.filter(support_request=OuterRef("id"), state__in=LACKING, optional=False)
    signed = Declaration.objects.filter(
        support_request=OuterRef("support_request"), party=OuterRef("party"), voided_at=None
    )
    unsigned = Participant.objects.filter(support_request=OuterRef("id"), must_sign=True).exclude(
        Exists(signed)
    )
    lacking = SupportRequest.objects.filter(id__in=ids).filter(Exists(paper) | Exists(unsigned))
    references = list(lacking.order_by("reference").values_list("reference", flat=True))
    if references:
        which = "، ".join(reference or "" for reference in references)
        raise NotYet(_("ما زال شيء ناقصًا أو غير موقّع في: %(which)s") % {"which": which}, code="incomplete")
