"""Replies on their way: ready, held, gone and not arrived; each with what may be done about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.journey.decisions.models import Reply, ReplyTry
from silah.journey.decisions.rules import replying
from silah.journey.decisions.words import OUTCOMES, TRY_CHANNELS, TRY_RESULTS
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.queries import concerning
from silah.policy import queries as policy
from silah.policy.pack import EarlyReason


@dataclass(frozen=True)
class Attempt:
    channel: str
    result: str
    who: str
    at: datetime


@dataclass(frozen=True)
class ReplyRow:
    id: UUID
    case_id: UUID
    reference: str
    applicant: str
    service: str
    what: str
    mode: str
    floor_on: date | None
    ceiling_on: date | None
    release_at: datetime
    released_at: datetime | None
    object_until: date | None
    owner_id: UUID | None
    owner: str
    early: bool
    late: bool
    sitting_id: UUID | None
    received_at: datetime | None
    closed_as: str
    tries: tuple[Attempt, ...]
    version: int


@dataclass(frozen=True)
class OverdueRow:
    case_id: UUID
    reference: str
    applicant: str
    service: str
    stage: str
    ceiling_on: date
    days: int


def overdue_row(case: SupportRequest) -> OverdueRow:
    due = case.ceiling_on or clock.today()
    return OverdueRow(
        case_id=case.id,
        reference=case.reference or "",
        applicant=case.applicant.full_name,
        service=_service(case),
        stage=case.stage,
        ceiling_on=due,
        days=(clock.today() - due).days,
    )


def reply(by: Actor, reply_id: UUID) -> ReplyRow:
    return views_of([reply_row(by, reply_id)], tries=True)[0]


def reply_row(by: Actor, reply_id: UUID) -> Reply:
    row = rows_of(by).filter(id=reply_id).first()
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def reply_rows(by: Actor, ids: list[UUID]) -> list[Reply]:
    return list(rows_of(by).filter(id__in=ids))


def early_reasons(by: Actor) -> tuple[EarlyReason, ...]:
    _version, pack = policy.current(by)
    return pack.reply_window.early_reasons


def rows_of(by: Actor) -> QuerySet[Reply]:
    """Without those to requests of the reader's kin: a colleague tells them."""
    rows = Reply.objects.filter(organisation_id=by.organisation_id, cancelled_at=None)
    if shut := concerning(by):
        rows = rows.exclude(support_request_id__in=shut)
    return rows.select_related(
        "support_request__applicant", "decision__agenda_item", "appeal", "owner"
    ).defer("support_request__answers")  # fmt: skip


def views_of(rows: list[Reply], *, tries: bool = False) -> list[ReplyRow]:
    attempts: dict[UUID, list[Attempt]] = defaultdict(list)
    if tries:
        for each in ReplyTry.objects.filter(reply__in=rows).select_related("tried_by").order_by("at"):
            attempts[each.reply_id].append(
                Attempt(
                    channel=str(TRY_CHANNELS[each.channel]),
                    result=str(TRY_RESULTS[each.result]),
                    who=each.tried_by.full_name,
                    at=each.at,
                )
            )
    return [_view(row, tuple(attempts[row.id])) for row in rows]


def _view(row: Reply, tries: tuple[Attempt, ...]) -> ReplyRow:
    case, now = row.support_request, row.released_at or clock.now()
    return ReplyRow(
        id=row.id,
        case_id=case.id,
        reference=case.reference or "",
        applicant=case.applicant.full_name,
        service=_service(case),
        what=_what(row),
        mode=row.mode,
        floor_on=row.floor_on,
        ceiling_on=row.ceiling_on,
        release_at=row.release_at,
        released_at=row.released_at,
        object_until=row.object_until,
        owner_id=row.owner_id,
        owner=row.owner.full_name if row.owner else "",
        early=replying.is_early(row.mode, row.floor_on, now),
        late=replying.is_late(row.ceiling_on, now),
        sitting_id=row.decision.agenda_item.sitting_id if row.decision.agenda_item else None,
        received_at=row.received_at,
        closed_as=row.closed_as,
        tries=tries,
        version=row.version,
    )


def _what(row: Reply) -> str:
    if row.appeal is not None:
        return _("رد على اعتراض")
    outcome = str(OUTCOMES[row.decision.outcome])
    return _("تصحيح: %(outcome)s") % {"outcome": outcome} if row.decision.corrects_id else outcome


def _service(case: SupportRequest) -> str:
    return policy.pack_of(case.policy_version_id).service(case.service).title
