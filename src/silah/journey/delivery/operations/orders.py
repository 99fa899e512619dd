"""One person prepares an order, another approves it, it is carried out; what comes back opens it again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid, NotYet
from silah.foundation.kernel.text import clean
from silah.foundation.organisations.numbering import next_reference
from silah.journey.delivery import events
from silah.journey.delivery.models import Delivery, DeliveryState, Kind, PayeeAccount, Proof
from silah.journey.delivery.operations.rows import locked_delivery, save, service_of
from silah.journey.requests.models import Participant
from silah.journey.requests.operations.rows import moment
from silah.journey.requests.operations.stage import advance
from silah.journey.requests.stages import Stage
from silah.people import queries as people


@operation(Permission.PREPARE_DELIVERY)
def prepare(
    delivery: Delivery, *, by: Actor, partner: str = "", expected_version: int | None = None
) -> Delivery:
    """Fills in where the money goes: her confirmed account, or a centre of the pack's list, never both."""
    allowed = {DeliveryState.DUE, DeliveryState.RETURNED}
    row = locked_delivery(delivery, by=by, expected_version=expected_version, allowed=allowed)
    if row.kind == Kind.HAND_OVER:
        raise Invalid(_("هذه الخدمة تُسلَّم باليد، ولا أمر صرف لها."), code="not_money")
    if row.kind == Kind.PAYMENT_ORDER:
        row.account = _account(row)
    else:
        row.partner = _partner(row, partner)
    row.state = DeliveryState.PREPARED
    row.prepared_by_id, row.prepared_at = by.membership_id, clock.now()
    row.approved_by, row.approved_at = None, None
    record(events.Prepared(delivery=row.id, amount=row.amount), on=row.support_request, by=by, clause="H7")
    row.reference = row.reference or next_reference("order")
    save(row)
    return row


def approval_facts(delivery: Delivery, *_given: object, by: Actor, **_rest: object) -> Facts:
    """Neither the one who prepared it as it stands now, nor kin of those it is for."""
    row = Delivery.objects.filter(id=delivery.id).first() or delivery
    case = row.support_request
    around = Participant.objects.filter(support_request=case).values_list("party_id", flat=True)
    kin = people.kin_memberships(by, {case.applicant_id, *around})
    preparer = frozenset({row.prepared_by_id}) if row.prepared_by_id else frozenset()
    return Facts(first_hands=preparer, barred=kin)


@operation(Permission.APPROVE_DELIVERY, facts=approval_facts)
def approve(delivery: Delivery, *, by: Actor, expected_version: int | None = None) -> Delivery:
    row = locked_delivery(
        delivery, by=by, expected_version=expected_version, allowed={DeliveryState.PREPARED}
    )
    if row.account is not None and row.account.ended_at is not None:
        raise NotYet(_("تغيّر رقم الحساب بعد إعداد الأمر. أعد الأمر إلى الإعداد."), code="account_changed")
    row.state = DeliveryState.APPROVED
    row.approved_by_id, row.approved_at = by.membership_id, clock.now()
    save(row)
    record(events.Approved(delivery=row.id, amount=row.amount), on=row.support_request, by=by, clause="H7")
    return row


@operation(Permission.APPROVE_DELIVERY, facts=approval_facts)
def send_back(delivery: Delivery, reason: str, *, by: Actor, expected_version: int | None = None) -> Delivery:
    """The second person does not approve: the order returns to be prepared again."""
    if reason not in events.SEND_BACK_REASONS:
        raise Invalid(fields={"reason": _("نرجو اختيار سبب الإعادة.")})
    row = locked_delivery(
        delivery, by=by, expected_version=expected_version, allowed={DeliveryState.PREPARED}
    )
    row.state, row.account, row.partner = DeliveryState.DUE, None, ""
    save(row)
    record(events.SentBack(delivery=row.id, reason=reason), on=row.support_request, by=by, clause="H7")
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
    """With the bank or the centre. Nothing is delivered until the receiver says so."""
    row = locked_delivery(
        delivery, by=by, expected_version=expected_version, allowed={DeliveryState.APPROVED}
    )
    row.state = DeliveryState.SENT
    row.sent_at, row.sent_by_id = moment(at), by.membership_id
    row.bank_reference = clean(bank_reference)[:60]
    save(row)
    record(events.Sent(delivery=row.id), on=row.support_request, by=by, clause="H7", at=at)
    return row


@operation(Permission.PREPARE_DELIVERY)
def hand_over(
    delivery: Delivery,
    *,
    by: Actor,
    lacking: tuple[str, ...] = (),
    at: datetime | None = None,
    expected_version: int | None = None,
) -> Delivery:
    """Given into the receiver's hands; what the basket should have held and did not is written down."""
    allowed = {DeliveryState.DUE, DeliveryState.RETURNED}
    row = locked_delivery(delivery, by=by, expected_version=expected_version, allowed=allowed)
    if row.kind != Kind.HAND_OVER:
        raise Invalid(_("هذه الخدمة بأمر صرف، ولا تُسلَّم باليد."), code="not_in_kind")
    if not set(lacking) <= set(row.contents) or (row.contents and len(set(lacking)) == len(row.contents)):
        raise Invalid(fields={"given": _("حدّد ما سُلّم فعلًا من محتويات السلة.")})
    row.state, row.lacking = DeliveryState.SENT, [each for each in row.contents if each in lacking]
    row.sent_at, row.sent_by_id = moment(at), by.membership_id
    happened = events.HandedOver(
        delivery=row.id, items=len(row.contents) - len(row.lacking), lacking=len(row.lacking)
    )
    record(happened, on=row.support_request, by=by, clause="H7", at=at)
    row.reference = row.reference or next_reference("hand_over")
    save(row)
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
        raise Invalid(fields={"reason": _("نرجو اختيار سبب العودة.")})
    allowed = {DeliveryState.SENT, DeliveryState.DELIVERED}
    row = locked_delivery(delivery, by=by, expected_version=expected_version, allowed=allowed)
    moment(at)
    was_delivered = row.state == DeliveryState.DELIVERED
    row.state = DeliveryState.RETURNED
    row.delivered_at, row.sent_at, row.sent_by = None, None, None
    row.approved_by, row.approved_at = None, None
    row.returns += 1
    save(row)
    # After the delivery itself: the database lets no standing delivery lose its proof.
    Proof.objects.filter(delivery=row, voided_at=None).update(voided_at=clock.now())
    record(events.Returned(delivery=row.id, reason=reason), on=row.support_request, by=by, clause="H7", at=at)
    if was_delivered and Stage(row.support_request.stage) in {Stage.DELIVERED, Stage.CLOSED}:
        advance(row.support_request, Stage.SERVING, by=by)
    return row


def _account(row: Delivery) -> PayeeAccount:
    account = PayeeAccount.objects.filter(
        party_id=row.support_request.applicant_id, in_use_from__isnull=False, ended_at=None
    ).first()
    if account is None:
        raise NotYet(_("سجّل رقم الحساب أولًا، ويؤكده موظف ثانٍ."), code="no_account")
    return account


def _partner(row: Delivery, partner: str) -> str:
    if partner not in {each.id for each in service_of(row).delivery.partners}:
        raise Invalid(fields={"partner": _("نرجو اختيار جهة من قائمة الجهات المتعاقد معها.")})
    return partner
