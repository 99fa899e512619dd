"""Delivered means proven by the receiver; an employee's word alone is not a proof."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid, NotYet
from silah.foundation.organisations.models import Membership
from silah.journey.delivery import events
from silah.journey.delivery.models import OPEN_STATES, Delivery, DeliveryState, Proof
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.people import operations as people
from silah.people import queries as people_queries
from silah.people.models import OneTimeCode
from silah.policy import queries as policy


def _owner(delivery: Delivery, *args: object, by: Actor, **_rest: object) -> Facts:
    return Facts(owners=frozenset({delivery.support_request.applicant_id}))


@operation(Permission.PROVE_DELIVERY, facts=_owner)
def issue_code(delivery: Delivery, *, by: Actor) -> OneTimeCode:
    """A code to her own safe number, good for this delivery alone."""
    party = delivery.support_request.applicant
    mobile = people_queries.mobile_of(by, party.id)
    if not mobile:
        raise Invalid(_("لا جوال مسجّلًا لصاحب الطلب. أثبت التسليم بتوقيعه أو بحضور شاهد."))
    code = people.issue_code("delivery", mobile, by=by, party=party, subject_id=delivery.id)
    happened = events.DeliveryCodeIssued(delivery=delivery.id, code=code.id)
    record(happened, on=delivery.support_request, by=by, clause="H7")
    return code


@operation(Permission.PROVE_DELIVERY, facts=_owner)
def prove(
    delivery: Delivery,
    method: str,
    *,
    by: Actor,
    code: str = "",
    file_id: UUID | None = None,
    witness: Membership | None = None,
    at: datetime | None = None,
) -> Proof:
    """Code, signature or witness, as the service allows; the last proof finishes the case's delivery."""
    row = (
        Delivery.objects.select_for_update(of=("self",)).select_related("support_request").get(id=delivery.id)
    )
    case = SupportRequest.objects.select_for_update().get(id=row.support_request_id)
    if DeliveryState(row.state) is not DeliveryState.SENT:
        raise NotYet(_("لا يُثبت التسليم قبل الاعتماد والتنفيذ."), code="state")
    _check(by, row, case, method, code, file_id, witness)
    now = clock.now()
    proof = Proof.objects.create(
        delivery=row,
        method=method,
        received_by_id=case.applicant_id,
        handed_by_id=by.membership_id,
        witnessed_by=witness if method == "witnessed" else None,
        file_id=file_id,
        proven_at=at or now,
    )
    row.state = DeliveryState.DELIVERED
    row.delivered_at = at or now
    row.version += 1
    row.save(update_fields=["state", "delivered_at", "version"])
    record(events.Proven(delivery=row.id, proof=proof.id, method=method), on=case, by=by, clause="H7", at=at)
    if not Delivery.objects.filter(support_request=case, state__in=OPEN_STATES).exists():
        advance(case, Stage.DELIVERED, by=by, at=at)
    return proof


def _check(
    by: Actor,
    row: Delivery,
    case: SupportRequest,
    method: str,
    code: str,
    file_id: UUID | None,
    witness: Membership | None,
) -> None:
    service = policy.pack_of(case.policy_version_id).service(case.service)
    if method not in service.delivery.proofs:
        raise Invalid(fields={"method": _("اختر طريقة إثبات تقبلها هذه الخدمة.")})
    if method == "code":
        mobile = people_queries.mobile_of(by, case.applicant_id) or ""
        people.use_code("delivery", mobile, code, by=by, subject_id=row.id)
    elif by.party_id is not None:
        raise Invalid(fields={"method": _("من صفحتك يكون الإثبات بالرمز. التوقيع عند الموظف.")})
    elif method == "signature" and file_id is None:
        raise Invalid(fields={"signature": _("أرفق صورة التوقيع على سند الاستلام.")})
    elif method == "witnessed" and (witness is None or witness.id == by.membership_id):
        raise Invalid(fields={"witness": _("الشاهد موظف آخر غير من سلّم.")})
