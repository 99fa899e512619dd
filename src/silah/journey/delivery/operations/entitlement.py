"""From a told acceptance to what is owed, each part with a due day and somebody who answers for it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission, Role
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.organisations import queries as organisations
from silah.foundation.organisations.models import Membership
from silah.journey.decisions.models import Decision
from silah.journey.delivery import events, rules
from silah.journey.delivery.models import Delivery, Entitlement
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.policy import queries as policy

GRANTING = frozenset({"accept", "accept_in_part"})


@operation(Permission.ENTITLE)
def entitle(decision: Decision, *, by: Actor) -> Entitlement:
    """Once for a decision, after its outcome was told; the case moves to serving."""
    case = SupportRequest.objects.select_for_update().get(id=decision.support_request_id)
    if decision.outcome not in GRANTING or not decision.amount:
        raise Invalid(_("لا استحقاق بلا قبول ومبلغ."))
    if Stage(case.stage) not in {Stage.REPLIED, Stage.CLOSED}:
        raise NotYet(_("لا استحقاق قبل إبلاغ صاحب الطلب بالقبول."), code="stage")
    if Entitlement.objects.filter(decision=decision).exists():
        raise Conflict(_("ثبت هذا الاستحقاق من قبل."), code="already_entitled")
    service = policy.pack_of(case.policy_version_id).service(case.service)
    today = clock.today()
    entitlement = Entitlement.objects.create(
        support_request=case,
        decision=decision,
        kind=service.delivery.kind,
        amount=decision.total,
        times=decision.payments,
        starts_on=today,
        ends_on=rules.add_months(today, decision.months or service.award.months),
        made_at=clock.now(),
    )
    _deliveries(by, entitlement, service.delivery.within_working_days, list(service.award.contents))
    advance(case, Stage.SERVING, by=by)
    happened = events.Entitled(
        entitlement=entitlement.id,
        decision=decision.id,
        amount=entitlement.amount,
        times=decision.payments,
        ends_on=entitlement.ends_on,
    )
    record(happened, on=case, by=by, clause="H7")
    return entitlement


@operation(Permission.PREPARE_DELIVERY)
def hand_on(delivery: Delivery, to: Membership, *, by: Actor) -> Delivery:
    """Another employee answers for it from now on."""
    if to.left_at is not None or str(Role.DELIVERY_OFFICER) not in to.roles:
        raise Invalid(fields={"owner": _("اختر موظف تسليم على رأس عمله.")})
    delivery.owner = to
    delivery.version += 1
    delivery.save(update_fields=["owner", "version"])
    happened = events.OwnerChanged(delivery=delivery.id, owner=to.id)
    record(happened, on=delivery.support_request, by=by, clause="H7")
    return delivery


def _deliveries(by: Actor, entitlement: Entitlement, days: int, contents: list[str]) -> None:
    calendar = organisations.calendar(by)
    officers = organisations.members(by, role=Role.DELIVERY_OFFICER)
    owner = officers[0] if officers else None
    for number in range(1, entitlement.times + 1):
        month = rules.add_months(entitlement.starts_on, number - 1)
        Delivery.objects.create(
            entitlement=entitlement,
            support_request_id=entitlement.support_request_id,
            number=number,
            amount=entitlement.decision.amount or 0,
            due_on=calendar.add_working_days(month, days),
            owner=owner,
            contents=contents,
        )
