"""A request as whoever weighs the evidence sees it: what happened and when, never whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission, can
from silah.foundation.journal import queries as journal
from silah.foundation.kernel.errors import NotFound
from silah.journey.decisions.models import Reply
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.queries import concerns_kin, seen_by, shut_stage
from silah.journey.requests.queries.kin import DECIDED_WORDS
from silah.journey.requests.stages import STAGE_NAMES, Stage
from silah.journey.services import catalogue
from silah.policy.models import PolicyVersion
from silah.policy.queries import pack_of


@dataclass(frozen=True)
class NamelessCase:
    """Neither a name nor an answer; `lines` are the open compartment's, the newest first."""

    id: UUID
    reference: str
    discreet_title: str
    stage_words: str
    submitted_at: datetime
    completed_at: datetime | None
    floor_on: date | None
    ceiling_on: date | None
    released_at: datetime | None
    policy_version_id: UUID
    policy_number: int
    digest: str
    lines: tuple[journal.Line, ...]


def nameless(by: Actor, case_id: UUID) -> NamelessCase:
    """For whoever may see evidence, whether or not the person's own file is open to them: five statements."""
    rows = SupportRequest.objects.filter(organisation_id=by.organisation_id, id=case_id)
    row = rows.defer("answers").first() if can(by, Permission.VIEW_EVIDENCE) else None
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    told = Reply.objects.filter(support_request=row, released_at__isnull=False).exclude(mode="free")
    subject = (SupportRequest.row_kind(), row.id)
    lines = journal.timeline(by, [subject])
    if by.kin and concerns_kin(by, row):
        lines = seen_by(by, by.kin, lines)
    return NamelessCase(
        id=row.id,
        reference=row.reference or "",
        discreet_title=catalogue.service(pack_of(row.policy_version_id), row.service).discreet_title,
        stage_words=str(DECIDED_WORDS if shut_stage(by, row) else STAGE_NAMES[Stage(row.stage)]),
        submitted_at=row.submitted_at,
        completed_at=row.completed_at,
        floor_on=row.floor_on,
        ceiling_on=row.ceiling_on,
        released_at=told.order_by("released_at").values_list("released_at", flat=True).first(),
        policy_version_id=row.policy_version_id,
        policy_number=PolicyVersion.objects.values_list("number", flat=True).get(id=row.policy_version_id),
        digest=journal.head_digest(by, *subject),
        lines=tuple(reversed(lines)),
    )
