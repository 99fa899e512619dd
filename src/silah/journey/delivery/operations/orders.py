"""One person prepares, another approves, it is sent; what comes back opens it again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.organisations.numbering import next_reference
from silah.journey.decisions import queries as decisions
from silah.journey.delivery import events
from silah.journey.delivery.models import Delivery, DeliveryState, PayeeAccount, Proof
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.policy import queries as policy


@operation(Permission.PREPARE_DELIVERY)
def prepare(
    delivery: Delivery, *, by: Actor, partner: str = "", expected_version: int | None = None
) -> Delivery:
    """Fills in where it goes. Money needs a confirmed account; a centre comes from the pack's list."""
    row = _locked(delivery, expected_version, {DeliveryState.DUE, DeliveryState.RETURNED})
    case = row.support_request
    service = policy.pack_of(case.policy_version_id).service(case.service)
    if row.entitlement.kind == "payment_order":
        row.account = _account(case)
    if row.entitlement.kind == "pay_provider":
        if partner not in {each.id for each in service.delivery.partners}:
            raise Invalid(fields={"partner": _("اختر جهة من قائمة الجهات المتعاقد معها.")})
        row.partner = partner
    row.state = DeliveryState.PREPARED
    row.prepared_by_id = by.membership_id
    row.prepared_at = clock.now()
    row.approved_by = None
    row.approved_at = None
    row.reference = row.reference or next_reference("order")
    _save(row)
    record(events.Prepared(delivery=row.id, amount=row.amount), on=case, by=by, clause="H7")
    return row


def _two_people(delivery: Delivery, *, by: Actor, **_rest: object) -> Facts:
    kin = decisions.barred(by, delivery.support_request_id)
    preparer = frozenset({delivery.prepared_by_id}) if delivery.prepared_by_id else frozenset()
    return Facts(first_hands=preparer, barred=kin)


@operation(Permission.APPROVE_DELIVERY, facts=_two_people)
def approve(delivery: Delivery, *, by: Actor, expected_version: int | None = None) -> Delivery:
    row = _locked(delivery, expected_version, {DeliveryState.PREPARED})
    row.state = DeliveryState.APPROVED
    row.approved_by_id = by.membership_id
    row.approved_at = clock.now()
    _save(row)
    record(events.Approved(delivery=row.id, amount=row.amount), on=row.support_request, by=by, clause="H7")
    return row


@operation(Permission.PREPARE_DELIVERY)
def send(
    delivery: Delivery,
    *,
    by: Actor,
    bank_reference: str = "",
    at: datetime | None = None,
    expected_version: int | None = None,
) -> Delivery:
    """With the bank or the carrier. Nothing is delivered until the receiver says so."""
    row = _locked(delivery, expected_version, {DeliveryState.APPROVED})
    row.state = DeliveryState.SENT
    row.sent_at = at or clock.now()
    row.bank_reference = bank_reference.strip()[:60]
    _save(row)
    record(events.Sent(delivery=row.id), on=row.support_request, by=by, clause="H7", at=at)
    return row


@operation(Permission.PREPARE_DELIVERY)
def record_returned(
    delivery: Delivery,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> Delivery:
    """It came back: whatever proof there was is void, and it must be prepared and approved again."""
    if reason not in events.RETURN_REASONS:
        raise Invalid(fields={"reason": _("اختر سبب العودة.")})
    row = _locked(delivery, expected_version, {DeliveryState.SENT, DeliveryState.DELIVERED})
    case = SupportRequest.objects.select_for_update().get(id=row.support_request_id)
    Proof.objects.filter(delivery=row, voided_at=None).update(voided_at=clock.now())
    row.state = DeliveryState.RETURNED
    row.delivered_at = None
    row.returns += 1
    _save(row)
    if Stage(case.stage) is Stage.DELIVERED:
        advance(case, Stage.SERVING, by=by)
    record(events.Returned(delivery=row.id, reason=reason), on=case, by=by, clause="H7", at=at)
    return row


def _account(case: SupportRequest) -> PayeeAccount:
    account = PayeeAccount.objects.filter(
        party_id=case.applicant_id, in_use_from__isnull=False, ended_at=None
    ).first()
    if account is None:
        raise NotYet(_("سجّل رقم الحساب أولًا، ويؤكده موظف ثانٍ."), code="no_account")
    return account


def _locked(delivery: Delivery, expected_version: int | None, allowed: set[DeliveryState]) -> Delivery:
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("entitlement", "support_request")
        .get(id=delivery.id)
    )
    if expected_version is not None and row.version != expected_version:
        raise Conflict(_("غيّر زميل هذا التسليم قبل لحظات. راجع حالته الآن."), code="stale")
    if DeliveryState(row.state) not in allowed:
        raise NotYet(_("لا يصح هذا الإجراء في حالة التسليم الآن."), code="state")
    return row


def _save(row: Delivery) -> None:
    row.version += 1
    row.save()
