"""Who may hear an objection, and who may not because of what he did before."""

from __future__ import annotations

from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.organisations.models import Membership
from silah.journey.decisions.models import Appeal, Approval, Decision, Vote
from silah.journey.decisions.queries import standing
from silah.policy import queries as policy


def grounds_against(by: Actor, appeal: Appeal) -> dict[UUID, str]:
    """Everyone barred from the request, whoever wrote the objection for her, everyone with a part in any decision on it."""
    case = appeal.support_request
    found = standing.barred_of(by, [case])[case.id]
    if appeal.entered_by_id is not None:
        found.setdefault(appeal.entered_by_id, "filed")
    return found | dict.fromkeys(decided_by(by, case.id), "decided")


def decided_by(by: Actor, case_id: UUID) -> frozenset[UUID]:
    """Voters, approvers at any step, and whoever decided or recorded alone; undone decisions count too."""
    own = {"organisation_id": by.organisation_id}
    votes = Vote.objects.filter(**own, agenda_item__support_request_id=case_id)
    approvals = Approval.objects.filter(**own, support_request_id=case_id)
    decisions = Decision.objects.filter(**own, support_request_id=case_id)
    found = {*votes.values_list("membership_id", flat=True), *approvals.values_list("approver_id", flat=True)}
    for decided, recorded in decisions.values_list("decided_by_id", "recorded_by_id"):
        found |= {decided, recorded} - {None}
    return frozenset(found)


def eligible(by: Actor, appeal: Appeal) -> frozenset[UUID]:
    """Holders of a role that the policy seats in the appeal body, less whoever may not hear this one."""
    body = policy.pack_of(appeal.support_request.policy_version_id).appeal_body
    rows = Membership.objects.filter(
        organisation_id=by.organisation_id, left_at=None, roles__overlap=list(body.seats)
    )
    return frozenset(rows.values_list("id", flat=True)) - frozenset(grounds_against(by, appeal))
