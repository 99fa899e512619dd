"""Delivered means proven by the receiver; an employee's word alone is not a proof."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.files.models import StoredFile
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel.errors import Invalid
from silah.foundation.organisations.models import Membership
from silah.journey.delivery import events
from silah.journey.delivery.models import OPEN_STATES, Delivery, DeliveryState, Proof
from silah.journey.delivery.operations.rows import locked_delivery, receiver, save, service_of
from silah.journey.requests.operations.rows import moment
from silah.journey.requests.operations.stage import advance
from silah.journey.requests.stages import Stage
from silah.people import operations as people
from silah.people import queries as people_queries
from silah.people.models import OneTimeCode


@operation(Permission.PROVE_DELIVERY, facts=receiver)
def issue_code(delivery: Delivery, *, by: Actor) -> OneTimeCode:
    """A code to her own safe number, good for this delivery alone."""
    row = locked_delivery(delivery, by=by, expected_version=None, allowed={DeliveryState.SENT})
    party = row.support_request.applicant
    mobile = people_queries.mobile_of(by, party.id)
    if not mobile:
        raise Invalid(
            _("لا جوال آمنًا مسجَّلًا لصاحب الطلب. يُثبت التسليم بالتوقيع أو بحضور شاهد."), code="no_mobile"
        )
    reference = row.support_request.reference or ""
    code = people.issue_code("delivery", mobile, by=by, party=party, subject_id=row.id, reference=reference)
    happened = events.DeliveryCodeIssued(delivery=row.id, code=code.id)
    record(happened, on=row.support_request, by=by, clause="H7")
    return code


@operation(Permission.PROVE_DELIVERY, facts=receiver)
def prove(
    delivery: Delivery,
    method: str,
    *,
    by: Actor,
    code: str = "",
    file_id: UUID | None = None,
    witness: Membership | None = None,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> Proof:
    """Code, signature or witness, as the service allows; the last proof finishes the case's delivery."""
    row = locked_delivery(delivery, by=by, expected_version=expected_version, allowed={DeliveryState.SENT})
    proven_at = moment(at)
    if row.sent_at is not None and proven_at < row.sent_at:
        raise Invalid(fields={"at": _("الاستلام لا يسبق التنفيذ.")})
    _check(by, row, method, code, file_id, witness)
    proof = Proof.objects.create(
        delivery=row,
        method=method,
        received_by_id=row.support_request.applicant_id,
        handed_by_id=by.membership_id,
        witnessed_by=witness if method == "witnessed" else None,
        file_id=file_id,
        proven_at=proven_at,
    )
    row.state, row.delivered_at = DeliveryState.DELIVERED, proven_at
    save(row)
    happened = events.Proven(delivery=row.id, proof=proof.id, method=method)
    record(happened, on=row.support_request, by=by, clause="H7", at=at)
    if not Delivery.objects.filter(support_request=row.support_request, state__in=OPEN_STATES).exists():
        advance(row.support_request, Stage.DELIVERED, by=by, at=at)
    return proof


def _check(
    by: Actor, row: Delivery, method: str, code: str, file_id: UUID | None, witness: Membership | None
) -> None:
    if method not in service_of(row).delivery.proofs:
        raise Invalid(fields={"method": _("نرجو اختيار طريقة إثبات تقبلها هذه الخدمة.")})
    if method == "code":
        mobile = people_queries.mobile_of(by, row.support_request.applicant_id) or ""
        people.use_code("delivery", mobile, code, by=by, subject_id=row.id)
    elif by.party_id is not None:
        raise Invalid(fields={"method": _("من صفحتك يكون الإثبات بالرمز. التوقيع عند الموظف.")})
    elif method == "signature" and not _is_receipt(file_id):
        raise Invalid(fields={"file": _("نرجو إرفاق صورة التوقيع على سند الاستلام.")})
    elif method == "witnessed":
        _check_witness(by, row, witness)


def _is_receipt(file_id: UUID | None) -> bool:
    return file_id is not None and StoredFile.objects.filter(id=file_id, purpose="proof").exists()


def _check_witness(by: Actor, row: Delivery, witness: Membership | None) -> None:
    """Neither whoever writes it down, nor whoever handed it over or sent it: nobody bears witness to himself."""
    if witness is None or witness.left_at is not None or witness.id in {by.membership_id, row.sent_by_id}:
        raise Invalid(fields={"witness": _("الشاهد موظف آخر على رأس عمله، غير من سلّم وغير من يسجّل الإثبات.")})
