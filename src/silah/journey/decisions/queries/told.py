"""What the applicant has been told: every outcome that was released to her, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.journey.decisions.models import Appeal, Decision, Reply
from silah.journey.decisions.queries import wording
from silah.journey.decisions.words import APPEAL_OUTCOMES, OUTCOMES
from silah.policy import queries as policy


@dataclass(frozen=True)
class Told:
    """`received_at` is none until she has opened it, or was told in another way."""

    reply_id: UUID
    decision_id: UUID
    outcome: str
    outcome_words: str
    reasons: tuple[str, ...]
    amount: str
    period: str
    body: str
    decided_on: date
    reference: str
    clause: str
    clause_text: str
    released_at: datetime
    received_at: datetime | None
    object_until: date | None
    answers_objection: bool
    corrects: bool

    def may_object(self, on: date) -> bool:
        return self.object_until is not None and on <= self.object_until


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
    rows = _released(by).filter(support_request_id=case_id).order_by("-released_at", "-id")
    return [_view(row) for row in rows if _hers(by, row)]


def reply_row(by: Actor, reply_id: UUID) -> Reply:
    row = _released(by).filter(id=reply_id).first()
    if row is None or not _hers(by, row):
        raise NotFound()
    return row


def objections(by: Actor, case_id: UUID) -> list[Objection]:
    rows = Appeal.objects.filter(organisation_id=by.organisation_id, support_request_id=case_id)
    found = rows.select_related("support_request", "reason_words").order_by("filed_at")
    return [_objection(row) for row in found if by.party_id in {None, row.support_request.applicant_id}]


def _released(by: Actor) -> QuerySet[Reply]:
    rows = Reply.objects.filter(
        organisation_id=by.organisation_id, released_at__isnull=False, cancelled_at=None
    )
    return rows.select_related("support_request", "decision__reason_words")


def _hers(by: Actor, row: Reply) -> bool:
    return by.party_id in {None, row.support_request.applicant_id}


def _view(row: Reply) -> Told:
    decision: Decision = row.decision
    pack = policy.pack_of(row.support_request.policy_version_id)
    service = pack.service(row.support_request.service)
    return Told(
        reply_id=row.id,
        decision_id=decision.id,
        outcome=decision.outcome,
        outcome_words=str(OUTCOMES[decision.outcome]),
        reasons=wording.reasons(decision.reason_codes, decision.reason_words, service),
        amount=wording.amount(decision.amount, decision.payments),
        period=wording.months(decision.months) if decision.months else "",
        body=wording.body(decision, pack),
        decided_on=clock.day_of(decision.decided_at),
        reference=decision.reference,
        clause=decision.clause,
        clause_text=wording.clause(pack, decision.clause),
        released_at=row.released_at or row.ready_at,
        received_at=row.received_at,
        object_until=row.object_until,
        answers_objection=row.appeal_id is not None,
        corrects=decision.corrects_id is not None,
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
