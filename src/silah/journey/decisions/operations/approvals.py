"""Management's way: the chain that the policy names, one approval a step, decided by the first who may settle."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.batch import Happening, record_many
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.kernel.money import with_unit
from silah.foundation.organisations.numbering import next_reference
from silah.journey.decisions import events
from silah.journey.decisions.models import Approval, Decision
from silah.journey.decisions.operations import parts
from silah.journey.decisions.operations.parts import Proposal
from silah.journey.decisions.operations.ready import make_ready
from silah.journey.decisions.operations.recorded import decided_event
from silah.journey.decisions.operations.refusing import management_of, not_barred, only_body, refused
from silah.journey.decisions.queries import standing
from silah.journey.decisions.queries.chain import turn_of
from silah.journey.decisions.rules.chain import Hand, Turn, highest_limit
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.policy import queries as policy
from silah.policy.pack import Service

PERMISSION = Permission.DECIDE_AS_MANAGEMENT


def _approver_facts(case: SupportRequest, proposal: Proposal, *, by: Actor, **_more: Any) -> Facts:
    pack = policy.pack_of(case.policy_version_id)
    only_body("management", pack, by=by, permission=PERMISSION, subject=case)
    # Asked before whose turn it is: after a colleague's decision it is nobody's, and that would be said instead.
    _not_decided(str(SupportRequest.objects.values_list("stage", flat=True).get(id=case.id)))
    grounds = standing.barred_of(by, [case])[case.id]
    not_barred(grounds, by=by, permission=PERMISSION, subject=case)
    now = turn_of(by, case, grounds)
    hand = now.hand_of(by.membership_id)
    asked = parts.total(proposal, pack.service(case.service))
    if hand is not None and not hand.reaches(asked):
        sentence = _("هذا المبلغ فوق حد التفويض: %(limit)s.") % {"limit": with_unit(hand.limit or 0)}
        raise refused(by, PERMISSION, case, "above_limit", sentence)
    return Facts(
        seats=frozenset(h.membership for h in now.hands),
        barred=frozenset(grounds),
        within_limit=hand is not None and hand.reaches(asked),
    )


@operation(PERMISSION, facts=_approver_facts)
def approve(case: SupportRequest, proposal: Proposal, *, by: Actor, at: datetime | None = None) -> Approval:
    """One step. Where it settles the amount, or refuses, there is a decision; else the next step has its turn."""
    locked = SupportRequest.objects.select_for_update(no_key=True).get(id=case.id)
    _not_decided(locked.stage)
    if locked.stage != Stage.STUDIED:
        raise NotYet(_("ليس هذا الطلب بانتظار القرار."), code="stage")
    pack = policy.pack_of(locked.policy_version_id)
    service = pack.service(locked.service)
    proposal = _checked(locked, proposal, service, by)
    asked = parts.total(proposal, service)
    _within_chain(asked, highest_limit(management_of(pack)))
    now = turn_of(by, locked, standing.barred_of(by, [locked])[locked.id])
    hand = now.hand_of(by.membership_id)
    if hand is None:
        raise NotYet(_("سبقك غيرك في هذه الخطوة. افتح الصفحة من جديد."), code="changed_meanwhile")
    approval = _approval(locked, proposal, now, hand, at or clock.now())
    if proposal.outcome == "reject" or now.step.settles(asked):
        _decide(locked, approval, proposal, service, by, at)
    else:
        approval.save(force_insert=True)
        record(_approved(approval, settles=False), on=locked, by=by, clause="H5a", at=at)
    return approval


def _not_decided(stage: str) -> None:
    if stage == Stage.DECIDED:
        raise Conflict(_("سبقك غيرك إلى القرار في هذا الطلب. افتحه من جديد لترى ما صدر."), code="decided")


def _checked(case: SupportRequest, proposal: Proposal, service: Service, by: Actor) -> Proposal:
    study = standing.studies_of(by, [case.id]).get(case.id)
    if study is None:
        raise NotYet(_("لم تُرفع دراسة الحالة بعد."), code="stage")
    if standing.unsigned(by, [case]):
        raise NotYet(_("الإقرار غير قائم: يوقّع صاحب الطلب من جديد قبل القرار."), code="unsigned")
    proposal = parts.with_reason(proposal, study)
    parts.check(proposal, service)
    return proposal


def _within_chain(asked: int, highest: int | None) -> None:
    if highest is not None and asked > highest:
        sentence = _("المبلغ فوق أعلى صلاحية في الإدارة: %(limit)s.") % {"limit": with_unit(highest)}
        raise Invalid(fields={"amount": sentence})


def _approval(case: SupportRequest, proposal: Proposal, now: Turn, hand: Hand, at: datetime) -> Approval:
    words = parts.words_row(proposal.words)
    if words:
        words.save(force_insert=True)
    return Approval(
        support_request=case,
        step=now.step.id,
        position=now.position,
        limit=hand.limit if hand.delegation else now.step.limit,
        approver_id=hand.membership,
        delegation_id=hand.delegation,
        outcome=proposal.outcome,
        amount=proposal.amount,
        months=proposal.months,
        reason_codes=list(proposal.reasons),
        reason_words=words,
        at=at,
    )


def _decide(
    case: SupportRequest,
    approval: Approval,
    proposal: Proposal,
    service: Service,
    by: Actor,
    at: datetime | None,
) -> Decision:
    now = clock.now()
    decision = Decision.objects.create(
        support_request=case,
        body="management",
        outcome=proposal.outcome,
        amount=proposal.amount,
        months=proposal.months,
        payments=parts.payments(proposal, service),
        reason_codes=list(proposal.reasons),
        reason_words=approval.reason_words,
        clause="H5b",
        decided_by_id=approval.approver_id,
        recorded_by_id=approval.approver_id,
        decided_at=approval.at,
        recorded_at=now,
        final_at=now,
    )
    approval.decision = decision
    approval.save(force_insert=True)
    told = [
        Happening(_approved(approval, settles=True), case, "H5a"),
        Happening(decided_event(decision), case, "H5a"),
    ]
    record_many(told, by=by, at=at)
    record_many(make_ready([decision], by), by=by)
    advance(case, Stage.DECIDED, by=by, at=at)
    decision.reference = next_reference("decision", decision.decided_at)
    decision.save(update_fields=["reference"])
    return decision


def _approved(approval: Approval, *, settles: bool) -> events.Approved:
    return events.Approved(
        approval=approval.id,
        step=approval.step,
        outcome=str(approval.outcome),
        amount=approval.amount,
        delegation=approval.delegation_id,
        settles=settles,
    )
