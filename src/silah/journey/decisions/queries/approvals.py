"""Management's queue, one request before its approver with the whole chain, and who stands in for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries as organisations
from silah.journey.decisions.models import Approval, ApproverSeat, Decision, Delegation
from silah.journey.decisions.queries import standing, wording
from silah.journey.decisions.queries.agenda import recommended
from silah.journey.decisions.queries.chain import hands
from silah.journey.decisions.rules.chain import Hand, Turn, turn
from silah.journey.decisions.words import DELEGATION_REASONS, GROUNDS, OUTCOMES
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.queries import concerning, concerns_kin
from silah.journey.requests.stages import Stage
from silah.policy import queries as policy
from silah.policy.pack.deciding import ApproverStep, Management


@dataclass(frozen=True)
class ApprovalRow:
    case_id: UUID
    reference: str
    applicant: str
    service: str
    recommended: str
    ceiling_on: date | None
    late: bool
    step: str
    mine: bool


@dataclass(frozen=True)
class Done:
    name: str
    outcome: str
    amount: str
    reasons: tuple[str, ...]
    at: datetime
    for_whom: str
    settled: bool


@dataclass(frozen=True)
class StepView:
    id: str
    title: str
    limit: int | None
    holder: str
    delegates: tuple[tuple[str, int], ...]  # name, limit
    state: str  # done, current, passed, next
    done: Done | None


@dataclass(frozen=True)
class ApprovalView:
    case_id: UUID
    reference: str
    applicant: str
    service_id: str
    service: str
    stage: str
    recommended: str
    recommendation: str
    amount: int | None
    months: int | None
    reason: str
    unsigned: bool
    steps: tuple[StepView, ...]
    my_limit: int | None
    my_turn: bool
    barred: str  # why this reader may not decide
    decision_id: UUID | None


@dataclass(frozen=True)
class DelegationView:
    id: UUID
    step: str
    giver_id: UUID
    giver: str
    receiver: str
    limit: int
    starts_on: date
    ends_on: date
    reason: str
    running: bool
    ended: bool


def is_management(by: Actor) -> bool:
    _version, pack = policy.current(by)
    return isinstance(pack.deciding, Management)


def queue(
    by: Actor, *, to: Collection[UUID] | None = None, reference: str = "", service: str = ""
) -> list[ApprovalRow]:
    """Studied requests under management, oldest first, each with whose turn it is. `to` are applicants."""
    rows = (
        SupportRequest.objects.filter(organisation_id=by.organisation_id, stage=Stage.STUDIED)
        .select_related("applicant")
        .defer("answers")
        .order_by("completed_at", "submitted_at", "id")
    )
    if to is not None:
        rows = rows.filter(applicant_id__in=to)
    if reference:
        rows = rows.filter(reference=reference)
    if service:
        rows = rows.filter(service=service)
    cases = [case for case in rows if _chain(case) is not None]
    studies = standing.studies_of(by, [case.id for case in cases])
    barred = standing.barred_of(by, cases)
    approved = _approved(by, [case.id for case in cases])
    held, shut = _hands_of(by, cases), concerning(by)
    found = []
    for case in cases:
        now = _turn(case, held, barred[case.id], approved[case.id])
        mine = now is not None and now.hand_of(by.membership_id) is not None
        found.append(
            ApprovalRow(
                case_id=case.id,
                reference=case.reference or "",
                applicant=case.applicant.full_name,
                service=policy.pack_of(case.policy_version_id).service(case.service).title,
                recommended="" if case.id in shut else recommended(studies.get(case.id)),
                ceiling_on=case.ceiling_on,
                late=case.ceiling_on is not None and case.ceiling_on < clock.today(),
                step=now.step.title if now else _("لا صاحب صلاحية يستطيع البت"),
                mine=mine,
            )
        )
    return found


def approval(by: Actor, case_id: UUID) -> ApprovalView:
    case = (
        SupportRequest.objects.filter(organisation_id=by.organisation_id, id=case_id)
        .select_related("applicant")
        .first()
    )
    if case is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    chain = _chain(case)
    shut = concerns_kin(by, case)
    study = None if shut else standing.studies_of(by, [case.id]).get(case.id)
    grounds = standing.barred_of(by, [case])[case.id]
    done = _done(by, case)
    held = hands(by, chain) if chain else {}
    waits = case.stage == Stage.STUDIED
    now = turn(chain, held, frozenset(grounds), list(done)) if chain and waits else None
    mine = now.hand_of(by.membership_id) if now else None
    names = organisations.member_names(by, [hand.membership for step in held.values() for hand in step])
    standing_one = Decision.objects.filter(support_request=case, undone_at=None, superseded_at=None).first()
    ground = grounds.get(by.membership_id) if by.membership_id else None
    return ApprovalView(
        case_id=case.id,
        reference=case.reference or "",
        applicant=case.applicant.full_name,
        service_id=case.service,
        service=policy.pack_of(case.policy_version_id).service(case.service).title,
        stage=case.stage,
        recommended=recommended(study),
        recommendation=study.recommendation if study else "",
        amount=study.amount if study else None,
        months=study.months if study else None,
        reason=study.reason if study else "",
        unsigned=bool(standing.unsigned(by, [case])),
        steps=tuple(
            _step(step, held.get(step.id, []), names, {} if shut else done, now) for step in chain.steps
        )
        if chain
        else (),
        my_limit=mine.limit if mine else None,
        my_turn=mine is not None,
        barred=str(GROUNDS[ground]) if ground else "",
        decision_id=standing_one.id if standing_one and not shut else None,
    )


def delegations(by: Actor) -> list[DelegationView]:
    titles = {step.id: step.title for step in _steps(by)}
    rows = Delegation.objects.filter(organisation_id=by.organisation_id).select_related("giver", "receiver")
    today = clock.today()
    return [
        DelegationView(
            id=row.id,
            step=titles.get(row.step, row.step),
            giver_id=row.giver_id,
            giver=row.giver.full_name,
            receiver=row.receiver.full_name,
            limit=row.limit,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            reason=str(DELEGATION_REASONS[row.reason]),
            running=row.ended_at is None and row.starts_on <= today <= row.ends_on,
            ended=row.ended_at is not None or row.ends_on < today,
        )
        for row in rows.order_by("-starts_on", "-id")[:100]
    ]


def seats(by: Actor) -> list[tuple[ApproverStep, str, UUID | None]]:
    """Each step of the chain in force, with its holder."""
    rows = ApproverSeat.objects.filter(organisation_id=by.organisation_id, ended_on=None)
    held = {row.step: row.membership for row in rows.select_related("membership")}
    return [
        (
            step,
            held[step.id].full_name if step.id in held else "",
            held[step.id].id if step.id in held else None,
        )
        for step in _steps(by)
    ]


def delegation_row(by: Actor, delegation_id: UUID) -> Delegation:
    row = Delegation.objects.filter(organisation_id=by.organisation_id, id=delegation_id).first()
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def _steps(by: Actor) -> tuple[ApproverStep, ...]:
    _version, pack = policy.current(by)
    return pack.deciding.steps if isinstance(pack.deciding, Management) else ()


def _chain(case: SupportRequest) -> Management | None:
    body = policy.pack_of(case.policy_version_id).deciding
    return body if isinstance(body, Management) else None


def _hands_of(by: Actor, cases: list[SupportRequest]) -> dict[UUID, dict[str, list[Hand]]]:
    """Once for each policy version met, and there are few."""
    found: dict[UUID, dict[str, list[Hand]]] = {}
    for case in cases:
        chain = _chain(case)
        if chain is not None and case.policy_version_id not in found:
            found[case.policy_version_id] = hands(by, chain)
    return found


def _turn(
    case: SupportRequest,
    held: dict[UUID, dict[str, list[Hand]]],
    grounds: dict[UUID, str],
    approved: list[str],
) -> Turn | None:
    chain = _chain(case)
    if chain is None:
        return None
    return turn(chain, held[case.policy_version_id], frozenset(grounds), approved)


def _approved(by: Actor, case_ids: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Approval.objects.filter(
        organisation_id=by.organisation_id, support_request_id__in=case_ids, voided_at=None
    )
    for case_id, step in rows.values_list("support_request_id", "step"):
        found[case_id].append(step)
    return found


def _done(by: Actor, case: SupportRequest) -> dict[str, Done]:
    service = policy.pack_of(case.policy_version_id).service(case.service)
    rows = Approval.objects.filter(
        organisation_id=by.organisation_id, support_request=case, voided_at=None
    ).select_related("approver", "delegation__giver", "reason_words", "decision")
    return {
        row.step: Done(
            name=row.approver.full_name,
            outcome=str(OUTCOMES[row.outcome]),
            amount=wording.amount(row.amount, 1),
            reasons=wording.reasons(row.reason_codes, row.reason_words, service),
            at=row.at,
            for_whom=row.delegation.giver.full_name if row.delegation else "",
            settled=row.decision_id is not None,
        )
        for row in rows.order_by("position")
    }


def _step(
    step: ApproverStep, held: list[Hand], names: dict[UUID, str], done: dict[str, Done], now: Turn | None
) -> StepView:
    own = next((hand for hand in held if hand.delegation is None), None)
    state = "next"
    if step.id in done:
        state = "done"
    elif now is not None and now.step.id == step.id:
        state = "current"
    elif now is not None and step.id in now.passed:
        state = "passed"
    return StepView(
        id=step.id,
        title=step.title,
        limit=step.limit,
        holder=names.get(own.membership, "") if own else "",
        delegates=tuple((names.get(h.membership, ""), h.limit or 0) for h in held if h.delegation),
        state=state,
        done=done.get(step.id),
    )
