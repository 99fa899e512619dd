"""The decisions on one request, whole: for staff. What the applicant reads is in `telling`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel.errors import NotFound
from silah.foundation.tenancy import Asked, prepared
from silah.journey.decisions.models import Decision, Reply
from silah.journey.decisions.queries import wording
from silah.journey.decisions.words import CORRECTIONS, OUTCOMES
from silah.journey.requests.queries import concerns_kin
from silah.policy.queries import pack_of


@dataclass(frozen=True)
class DecisionView:
    id: UUID
    case_id: UUID
    instance: str
    body: str
    outcome: str
    outcome_words: str
    amount: int | None
    months: int | None
    payments: int
    total: int
    amount_text: str
    period_text: str
    reasons: tuple[str, ...]
    reason_codes: tuple[str, ...]
    clause: str
    clause_text: str
    reference: str
    decided_by: str  # the body as the policy calls it, never a person
    decided_at: datetime
    final_at: datetime | None
    corrects: UUID | None
    correction: str
    follows: UUID | None
    undone_at: datetime | None
    superseded_at: datetime | None
    sitting_id: UUID | None

    @property
    def stands(self) -> bool:
        return self.undone_at is None and self.superseded_at is None


def decision(by: Actor, case_id: UUID) -> DecisionView | None:
    """The one in force: an upheld objection's before the first."""
    found = [row for row in decisions_of(by, case_id) if row.stands]
    return found[-1] if found else None


def decisions_of(by: Actor, case_id: UUID) -> tuple[DecisionView, ...]:
    """All of them, kept and linked, the oldest first."""
    found = list(_of_case(by.organisation_id, case_id))
    if found and concerns_kin(by, found[0].support_request):
        return ()
    return tuple(view(row) for row in found)


def decisions_asked(by: Actor, case_id: UUID) -> Asked:
    """For a page that shows more beside them."""
    return _of_case.asked(by.organisation_id, case_id)


@prepared
def _of_case(organisation_id: UUID, case_id: UUID) -> QuerySet[Decision]:
    rows = Decision.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    joined = rows.select_related("support_request", "reason_words", "agenda_item__sitting")
    return joined.defer("support_request__answers").order_by("recorded_at", "id")


def decision_row(by: Actor, decision_id: UUID) -> Decision:
    row = (
        Decision.objects.filter(organisation_id=by.organisation_id, id=decision_id)
        .select_related("support_request")
        .first()
    )
    if row is None or concerns_kin(by, row.support_request):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def was_told(by: Actor, decision_id: UUID) -> bool:
    """Whether its reply has left."""
    rows = Reply.objects.filter(organisation_id=by.organisation_id, decision_id=decision_id)
    return rows.filter(released_at__isnull=False, cancelled_at=None).exists()


def view(row: Decision) -> DecisionView:
    case = row.support_request
    pack = pack_of(case.policy_version_id)
    service = pack.service(case.service)
    return DecisionView(
        id=row.id,
        case_id=case.id,
        instance=row.instance,
        body=row.body,
        outcome=row.outcome,
        outcome_words=str(OUTCOMES[row.outcome]),
        amount=row.amount,
        months=row.months,
        payments=row.payments,
        total=row.total,
        amount_text=wording.amount(row.amount, row.payments),
        period_text=wording.months(row.months) if row.months else "",
        reasons=wording.reasons(row.reason_codes, row.reason_words, service),
        reason_codes=tuple(row.reason_codes),
        clause=row.clause,
        clause_text=wording.clause(pack, row.clause),
        reference=reference(row),
        decided_by=wording.body(row, pack),
        decided_at=row.decided_at,
        final_at=row.final_at,
        corrects=row.corrects_id,
        correction=str(CORRECTIONS[row.correction]) if row.correction else "",
        follows=row.follows_id,
        undone_at=row.undone_at,
        superseded_at=row.superseded_at,
        sitting_id=row.agenda_item.sitting_id if row.agenda_item else None,
    )


def reference(row: Decision) -> str:
    """A committee's is its minutes' number and the item's; the others have their own."""
    if row.reference or row.agenda_item is None:
        return row.reference
    return f"{row.agenda_item.sitting.number}-{row.agenda_item.number}"
