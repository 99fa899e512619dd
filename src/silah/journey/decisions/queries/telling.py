"""What the applicant has been told: every outcome that was released to her, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.tenancy import Asked, prepared
from silah.journey.decisions.models import Appeal, Reply
from silah.journey.decisions.queries import wording
from silah.journey.decisions.queries.outcome import DecisionView, reference, view
from silah.journey.decisions.words import APPEAL_OUTCOMES
from silah.journey.requests.queries import concerning
from silah.policy import queries as policy

APPEAL_CLAUSE = "P3"


@dataclass(frozen=True)
class Told:
    """One outcome that left. `received_at` is none until she has opened it, or was told in another way."""

    reply_id: UUID
    decision: DecisionView
    answer: str  # to her objection: upheld, dismissed; empty otherwise
    answer_words: str
    answer_reason: str
    answered_at: datetime | None
    answers: str  # the number of the decision that was objected to; empty otherwise
    answer_clause: tuple[str, str]  # its id and words
    released_at: datetime
    received_at: datetime | None
    object_until: date | None
    may_object: bool  # today, and nothing has been filed yet
    appeal_body: str
    appeal_reference: str
    appeal_answer_by: date | None


@dataclass(frozen=True)
class Objection:
    """Her objection and its answer; the words of the answer are hers to read once it is given."""

    reference: str
    filed_at: datetime
    answer_by: date
    outcome_words: str
    reason: str
    late: bool


def told(by: Actor, case_id: UUID) -> list[Told]:
    """The only reading of it, for every door; whatever was decided inside and has not left is not here."""
    hers = [row for row in _outcomes.once(by.organisation_id, case_id) if _hers(by, row)]
    if not hers or case_id in concerning(by):
        return []
    appeal = _objected.first(by.organisation_id, case_id)
    return [_view(row, appeal) for row in hers]


def told_asked(by: Actor, case_id: UUID) -> tuple[Asked, ...]:
    """For a page that shows more beside it."""
    return _outcomes.asked(by.organisation_id, case_id), _objected.asked(by.organisation_id, case_id)


@prepared
def _outcomes(organisation_id: UUID, case_id: UUID) -> QuerySet[Reply]:
    return _released(organisation_id).filter(support_request_id=case_id).order_by("-released_at", "-id")


@prepared
def _objected(organisation_id: UUID, case_id: UUID) -> QuerySet[Appeal]:
    rows = Appeal.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    return rows.order_by("id")[:1]


def told_reply(by: Actor, reply_id: UUID) -> Told:
    """One of them, for its letter."""
    row = reply_row(by, reply_id)
    return _view(row, row.appeal)


def reply_row(by: Actor, reply_id: UUID) -> Reply:
    row = _released(by.organisation_id).filter(id=reply_id).first()
    if row is None or not _hers(by, row) or row.support_request_id in concerning(by):
        raise NotFound()
    return row


def objections(by: Actor, case_id: UUID) -> list[Objection]:
    if case_id in concerning(by):
        return []
    rows = Appeal.objects.filter(organisation_id=by.organisation_id, support_request_id=case_id)
    found = rows.select_related("support_request", "reason_words").order_by("filed_at")
    return [_objection(row) for row in found if by.party_id in {None, row.support_request.applicant_id}]


def _released(organisation_id: UUID) -> QuerySet[Reply]:
    rows = Reply.objects.filter(organisation_id=organisation_id, released_at__isnull=False, cancelled_at=None)
    return rows.select_related(
        "decision__support_request", "decision__reason_words", "decision__agenda_item__sitting",
        "decision__follows__agenda_item__sitting", "support_request", "appeal__reason_words",
    )  # fmt: skip


def _hers(by: Actor, row: Reply) -> bool:
    return by.party_id in {None, row.support_request.applicant_id}


def _view(row: Reply, appeal: Appeal | None) -> Told:
    pack = policy.pack_of(row.support_request.policy_version_id)
    until, answered = row.object_until, row.appeal
    return Told(
        reply_id=row.id,
        decision=view(row.decision),
        answer=answered.outcome if answered else "",
        answer_words=str(APPEAL_OUTCOMES[answered.outcome]) if answered else "",
        answer_reason=(answered.reason_words.text or "") if answered and answered.reason_words else "",
        answered_at=answered.decided_at if answered else None,
        answer_clause=(APPEAL_CLAUSE, wording.clause(pack, APPEAL_CLAUSE)),
        answers=reference(row.decision.follows or row.decision) if answered else "",
        released_at=row.released_at or row.ready_at,
        received_at=row.received_at,
        object_until=until,
        may_object=appeal is None and until is not None and clock.today() <= until,
        appeal_body=pack.appeal_body.name,
        appeal_reference=appeal.reference if appeal else "",
        appeal_answer_by=appeal.answer_by if appeal else None,
    )


def _objection(row: Appeal) -> Objection:
    return Objection(
        reference=row.reference,
        filed_at=row.filed_at,
        answer_by=row.answer_by,
        outcome_words=str(APPEAL_OUTCOMES[row.outcome]) if row.outcome else "",
        reason=(row.reason_words.text or "") if row.reason_words else "",
        late=not row.outcome and clock.today() > row.answer_by,
    )
