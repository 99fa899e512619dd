"""From a told acceptance to what is owed, each part with a due day and somebody who answers for it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Sum
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
from silah.journey.delivery.models import OPEN_STATES, Delivery, DeliveryState, Entitlement
from silah.journey.delivery.operations.rows import locked_delivery, save
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations.rows import locked
from silah.journey.requests.operations.stage import advance
from silah.journey.requests.stages import Stage
from silah.policy import queries as policy
from silah.policy.pack import Service

GRANTING = frozenset({"accept", "accept_in_part"})
TOLD = frozenset({Stage.REPLIED, Stage.SERVING, Stage.DELIVERED, Stage.CLOSED})
OUT = [DeliveryState.SENT, DeliveryState.DELIVERED]


@operation(Permission.ENTITLE)
def entitle(decision: Decision, *, by: Actor) -> Entitlement:
    """Once for a decision, after its outcome was told; a correction or an appeal takes the first's place."""
    case = locked(decision.support_request)
    _check(decision, case)
    service = policy.pack_of(case.policy_version_id).service(case.service)
    left, left_times = _end_earlier(case)
    entitlement = _made(decision, case, service)
    amounts = rules.parts(decision.total, decision.payments, left, left_times)
    _deliveries(by, entitlement, service, amounts)
    if amounts and case.stage != Stage.SERVING:
        advance(case, Stage.SERVING, by=by)
    elif not amounts and case.stage == Stage.SERVING and not _owed(case):
        # A correction that grants no more than has been proven already.
        advance(case, Stage.DELIVERED, by=by)
    happened = events.Entitled(
        entitlement=entitlement.id,
        decision=decision.id,
        kind=entitlement.kind,
        amount=entitlement.amount,
        times=len(amounts),
        ends_on=entitlement.ends_on,
    )
    record(happened, on=case, by=by, clause="H7")
    return entitlement


@operation(Permission.HAND_ON_DELIVERY)
def hand_on(
    delivery: Delivery, to: Membership, *, by: Actor, expected_version: int | None = None
) -> Delivery:
    """Another employee answers for it from now on."""
    row = locked_delivery(delivery, by=by, expected_version=expected_version, allowed=set(OPEN_STATES))
    answering = {str(Role.DELIVERY_OFFICER), str(Role.MANAGER), str(Role.OFFICE_REPRESENTATIVE)}
    # When somebody leaves, the administrator has named who takes all; between colleagues the role is asked.
    if to.left_at is not None or (by.is_staff and answering.isdisjoint(to.roles)):
        raise Invalid(fields={"owner": _("نرجو اختيار موظف على رأس عمله، من مهامه التسليم.")})
    if row.owner_id == to.id:
        raise Conflict(fields={"owner": _("هذا الموظف هو المسؤول الآن.")}, code="same_owner")
    row.owner = to
    save(row)
    happened = events.OwnerChanged(delivery=row.id, owner=to.id)
    record(happened, on=row.support_request, by=by, clause="H7")
    return row


def _check(decision: Decision, case: SupportRequest) -> None:
    if decision.outcome not in GRANTING or not decision.total:
        raise Invalid(_("لا استحقاق بلا قبول ومبلغ."), code="not_granted")
    if decision.undone_at is not None or decision.superseded_at is not None:
        raise Invalid(_("هذا القرار لم يعد قائمًا."), code="not_standing")
    if Stage(case.stage) not in TOLD:
        raise NotYet(_("لا استحقاق قبل إبلاغ صاحب الطلب بالقبول."), code="stage")
    if Entitlement.objects.filter(decision=decision).exists():
        raise Conflict(_("ثبت هذا الاستحقاق من قبل."), code="already_entitled")


def _end_earlier(case: SupportRequest) -> tuple[int, int]:
    """Ends what stood before; what has not left goes no further. Gives what is out already, in how many parts."""
    Entitlement.objects.filter(support_request=case, ended_at=None).update(ended_at=clock.now())
    for row in Delivery.objects.filter(support_request=case, state__in=OPEN_STATES).exclude(state__in=OUT):
        row.state = DeliveryState.CANCELLED
        save(row)
    out = Delivery.objects.filter(support_request=case, state__in=OUT)
    told = out.aggregate(amount=Sum("amount"), times=Count("id"))
    return told["amount"] or 0, told["times"]


def _owed(case: SupportRequest) -> bool:
    return Delivery.objects.filter(support_request=case, state__in=OPEN_STATES).exists()


def _made(decision: Decision, case: SupportRequest, service: Service) -> Entitlement:
    today = clock.today()
    return Entitlement.objects.create(
        support_request=case,
        decision=decision,
        kind=service.delivery.kind,
        amount=decision.total,
        times=decision.payments,
        starts_on=today,
        ends_on=rules.add_months(today, decision.months or service.award.months),
        made_at=clock.now(),
    )


def _deliveries(by: Actor, entitlement: Entitlement, service: Service, amounts: list[int]) -> None:
    """A part a month, each due so many working days after its month begins."""
    calendar = organisations.calendar(by)
    owner_id = _owner(by)
    for number, amount in enumerate(amounts, start=1):
        month = rules.add_months(entitlement.starts_on, number - 1)
        Delivery.objects.create(
            entitlement=entitlement,
            support_request_id=entitlement.support_request_id,
            kind=entitlement.kind,
            number=number,
            amount=amount,
            due_on=calendar.add_working_days(month, service.delivery.within_working_days),
            owner_id=owner_id,
            contents=list(service.award.contents),
        )


def _owner(by: Actor) -> UUID | None:
    """A delivery officer; where there is none, a manager: nothing is owed without a name beside it."""
    for role in (Role.DELIVERY_OFFICER, Role.MANAGER):
        if found := {each.id: each.full_name for each in organisations.members(by, role=role)}:
            counts = dict(
                Delivery.objects.filter(
                    organisation_id=by.organisation_id, owner__in=list(found), state__in=OPEN_STATES
                )
                .values_list("owner_id")
                .annotate(n=Count("id"))
            )
            return rules.least_busy(found, counts)
    return None
