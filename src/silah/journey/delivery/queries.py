"""What is owed and not yet in the receiver's hands: a list that somebody owns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.foundation.kernel import clock, iban
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries as organisations
from silah.journey.delivery import rules
from silah.journey.delivery.models import Delivery, DeliveryState, PayeeAccount, Proof
from silah.policy import queries as policy


@dataclass(frozen=True)
class DeliveryView:
    id: UUID
    case_id: UUID
    case_reference: str
    applicant: str
    service: str
    kind: str
    number: int
    times: int
    reference: str
    state: str
    amount: int
    due_on: date
    late: bool
    owner: str
    partner: str
    contents: tuple[str, ...]
    account: str  # masked
    prepared_by: str
    approved_by: str
    sent_at: datetime | None
    bank_reference: str
    returns: int
    delivered_at: datetime | None
    proof: str
    version: int


@dataclass(frozen=True)
class AccountView:
    id: UUID
    party_id: UUID
    holder: str
    number: str
    proposed_by: str
    proposed_at: datetime


def row(by: Actor, delivery_id: UUID) -> Delivery:
    found = (
        Delivery.objects.filter(organisation_id=by.organisation_id, id=delivery_id)
        .select_related("support_request", "entitlement")
        .first()
    )
    if found is None or (by.party_id and found.support_request.applicant_id != by.party_id):
        raise NotFound()
    return found


def of_case(by: Actor, case_id: UUID) -> list[DeliveryView]:
    return _views(by, Delivery.objects.filter(support_request_id=case_id))


def undelivered(
    by: Actor, *, mine: bool = False, limit: int = 50, after: tuple[date, UUID] | None = None
) -> list[DeliveryView]:
    """Accepted and not delivered, the longest overdue first; keyset by due day and id."""
    rows = Delivery.objects.exclude(state=DeliveryState.DELIVERED)
    if mine:
        rows = rows.filter(owner_id=by.membership_id)
    if after is not None:
        rows = rows.filter(due_on__gte=after[0]).exclude(due_on=after[0], id__lte=after[1])
    return _views(by, rows, limit)


def accounts_to_approve(by: Actor) -> list[AccountView]:
    rows = list(
        PayeeAccount.objects.filter(
            organisation_id=by.organisation_id, in_use_from=None, ended_at=None
        ).order_by("proposed_at")
    )
    names = organisations.member_names(by, [each.proposed_by_id for each in rows])
    return [
        AccountView(
            each.id,
            each.party_id,
            each.owner_name,
            iban.grouped(each.iban),
            names.get(each.proposed_by_id, ""),
            each.proposed_at,
        )
        for each in rows
    ]


def account_row(by: Actor, account_id: UUID) -> PayeeAccount:
    found = (
        PayeeAccount.objects.filter(organisation_id=by.organisation_id, id=account_id)
        .select_related("party")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def _views(by: Actor, rows: QuerySet[Delivery], limit: int | None = None) -> list[DeliveryView]:
    found = list(
        rows.filter(organisation_id=by.organisation_id)
        .select_related("support_request__applicant", "entitlement", "account")
        .order_by("due_on", "id")[:limit]
    )
    people = {each.owner_id for each in found} | {each.prepared_by_id for each in found}
    people |= {each.approved_by_id for each in found}
    names = organisations.member_names(by, [each for each in people if each])
    proofs = dict(
        Proof.objects.filter(
            organisation_id=by.organisation_id, delivery__in=[each.id for each in found], voided_at=None
        ).values_list("delivery_id", "method")
    )
    return [_view(each, names, proofs) for each in found]


def _view(each: Delivery, names: dict[UUID, str], proofs: dict[UUID, str]) -> DeliveryView:
    case = each.support_request
    service = policy.pack_of(case.policy_version_id).service(case.service)
    partner = next((p.name for p in service.delivery.partners if p.id == each.partner), "")
    return DeliveryView(
        id=each.id,
        case_id=case.id,
        case_reference=case.reference,
        applicant=case.applicant.full_name,
        service=service.title,
        kind=each.entitlement.kind,
        number=each.number,
        times=each.entitlement.times,
        reference=each.reference,
        state=each.state,
        amount=each.amount,
        due_on=each.due_on,
        late=rules.is_late(each.due_on, clock.today(), each.state == DeliveryState.DELIVERED),
        owner=names.get(each.owner_id, "") if each.owner_id else "",
        partner=partner,
        contents=tuple(each.contents),
        account=iban.masked(each.account.iban) if each.account else "",
        prepared_by=names.get(each.prepared_by_id, "") if each.prepared_by_id else "",
        approved_by=names.get(each.approved_by_id, "") if each.approved_by_id else "",
        sent_at=each.sent_at,
        bank_reference=each.bank_reference,
        returns=each.returns,
        delivered_at=each.delivered_at,
        proof=proofs.get(each.id, ""),
        version=each.version,
    )
