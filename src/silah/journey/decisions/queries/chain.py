"""Who may act at which step of management's chain today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotYet
from silah.journey.decisions.models import Approval, ApproverSeat, Delegation
from silah.journey.decisions.rules.chain import Hand, Turn, delegate_limit, turn
from silah.journey.requests.models import SupportRequest
from silah.policy import queries as policy
from silah.policy.pack.deciding import Management


def hands(by: Actor, chain: Management) -> dict[str, list[Hand]]:
    """Holders and, for today, their delegates. The holder may also pass on what is above his step's limit."""
    found: dict[str, list[Hand]] = defaultdict(list)
    holders = ApproverSeat.objects.filter(organisation_id=by.organisation_id, ended_on=None)
    for step, member in holders.filter(membership__left_at=None).values_list("step", "membership_id"):
        found[step].append(Hand(member, None))
    steps = {step.id: step for step in chain.steps}
    today = clock.today()
    given = Delegation.objects.filter(
        organisation_id=by.organisation_id, ended_at=None, starts_on__lte=today, ends_on__gte=today
    )
    for row in given.filter(receiver__left_at=None).order_by("given_at"):
        if any(hand.membership == row.giver_id for hand in found[row.step]) and row.step in steps:
            limit = delegate_limit(steps[row.step], row.limit)
            found[row.step].append(Hand(row.receiver_id, limit, row.id))
    return found


def turn_of(by: Actor, case: SupportRequest, barred: Collection[UUID]) -> Turn:
    """The step whose turn it is for this request; NotYet where nobody is named, or everybody is barred."""
    chain = policy.pack_of(case.policy_version_id).deciding
    if not isinstance(chain, Management):
        raise NotYet(_("القرار للجنة."), code="wrong_body")
    now = turn(chain, hands(by, chain), frozenset(barred), approved_steps(by, case.id))
    if now is None:
        raise NotYet(
            _("لا صاحب صلاحية مسمّى يستطيع البت في هذا الطلب. سمِّ صاحب الخطوة أو فوّض غيره."), code="no_approver"
        )
    return now


def approved_steps(by: Actor, case_id: UUID) -> list[str]:
    rows = Approval.objects.filter(
        organisation_id=by.organisation_id, support_request_id=case_id, voided_at=None
    )
    return list(rows.order_by("position").values_list("step", flat=True))
