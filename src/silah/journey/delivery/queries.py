"""What is owed and not yet in the receiver's hands: a list that somebody owns."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from silah.foundation.access import Actor
from silah.foundation.kernel import clock, iban
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import FIRST, Asked, Page, Place, lookup_hashes, paged, prepared
from silah.journey.decisions.queries.outcome import reference
from silah.journey.delivery import rules
from silah.journey.delivery.models import (
    IBAN,
    OPEN_STATES,
    Delivery,
    DeliveryState,
    Entitlement,
    PayeeAccount,
    Proof,
)
from silah.journey.requests.queries import concerning, whose
from silah.people.models import Party
from silah.policy import queries as policy

After = tuple[date, UUID]


@dataclass(frozen=True)
class ProofView:
    method: str
    handed_by: str
    witnessed_by: str
    file_id: UUID | None
    proven_at: datetime


@dataclass(frozen=True)
class DeliveryView:
    id: UUID
    case_id: UUID
    case_reference: str
    decision_reference: str
    applicant_id: UUID
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
    owner_id: UUID | None
    owner: str
    partner_id: str
    partner: str
    contents: tuple[str, ...]
    lacking: tuple[str, ...]
    account: str  # masked
    prepared_by_id: UUID | None
    prepared_by: str
    prepared_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    sent_by_id: UUID | None
    sent_at: datetime | None
    bank_reference: str
    returns: int
    delivered_at: datetime | None
    proof: str
    receipt: ProofView | None
    proofs: tuple[str, ...]  # the ways this service accepts
    partners: tuple[tuple[str, str], ...]
    version: int

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class EntitlementView:
    id: UUID
    kind: str
    amount: int
    times: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class AccountView:
    id: UUID
    party_id: UUID
    holder: str
    number: str
    replaces: bool
    of_others: int  # files of other people with the same account
    proposed_by_id: UUID
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
    if found.support_request_id in concerning(by):
        raise NotFound()
    return found


def _open_to(by: Actor) -> QuerySet[Delivery]:
    """Without what is given to the reader's kin: a colleague serves them."""
    rows = Delivery.objects.filter(organisation_id=by.organisation_id)
    shut = concerning(by)
    return rows.exclude(support_request_id__in=shut) if shut else rows


def delivery(by: Actor, delivery_id: UUID) -> DeliveryView:
    return _views(by, Delivery.objects.filter(id=row(by, delivery_id).id))[0]


def of_case(by: Actor, case_id: UUID, *, named: bool = True) -> list[DeliveryView]:
    """Not `named`: without the colleagues at work on it, for a page that tells of none."""
    rows = [] if case_id in concerning(by) else _of_case.once(by.organisation_id, case_id)
    if by.party_id is not None:
        rows = [each for each in rows if each.support_request.applicant_id == by.party_id]
    proofs = _proofs_of_case.once(by.organisation_id, case_id) if rows else []
    return _shown(by, rows, proofs, named=named)


def of_case_asked(by: Actor, case_id: UUID) -> tuple[Asked, ...]:
    """For a page that shows more beside them."""
    return _of_case.asked(by.organisation_id, case_id), _proofs_of_case.asked(by.organisation_id, case_id)


@prepared
def _of_case(organisation_id: UUID, case_id: UUID) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    return _joined(rows.exclude(state=DeliveryState.CANCELLED)).order_by("due_on", "id")


@prepared
def _proofs_of_case(organisation_id: UUID, case_id: UUID) -> QuerySet[Proof]:
    rows = Proof.objects.filter(organisation_id=organisation_id, voided_at=None)
    return rows.filter(delivery__organisation_id=organisation_id, delivery__support_request_id=case_id)


@prepared
def _proofs_of(organisation_id: UUID, ids: list[UUID]) -> QuerySet[Proof]:
    return Proof.objects.filter(organisation_id=organisation_id, delivery__id__any_of=ids, voided_at=None)


def entitlement(by: Actor, case_id: UUID) -> EntitlementView | None:
    """The one that stands."""
    each = Entitlement.objects.filter(
        organisation_id=by.organisation_id, support_request_id=case_id, ended_at=None
    ).first()
    if each is None or case_id in concerning(by):
        return None
    return EntitlementView(each.id, each.kind, each.amount, each.times, each.starts_on, each.ends_on)


def undelivered(
    by: Actor, *, which: str = "open", text: str = "", limit: int | None = 50, after: After | None = None
) -> list[DeliveryView]:
    """Accepted and not delivered, the longest overdue first; keyset by due day and id."""
    rows = _open_to(by).filter(_which(by, which))
    if text:
        rows = rows.filter(Q(support_request__reference__icontains=text) | Q(reference__icontains=text))
    if after is not None:
        rows = rows.filter(due_on__gte=after[0]).exclude(due_on=after[0], id__lte=after[1])
    return _views(by, rows, limit)


def listed(
    by: Actor,
    *,
    which: str = "open",
    to: Collection[UUID] | None = None,
    reference: str = "",
    service: str = "",
    owner: UUID | None = None,
    sort: str = "",
    at: Place = FIRST,
) -> Page[DeliveryView]:
    """`reference` is the request's or the order's; `sort` is newest or amount, otherwise the soonest due first."""
    rows = _open_to(by).filter(_which(by, which))
    if to is not None:
        rows = rows.filter(support_request__applicant_id__in=to)
    if reference:
        rows = rows.filter(Q(support_request__reference=reference) | Q(reference=reference))
    if service:
        rows = rows.filter(support_request__service=service)
    if owner is not None:
        rows = rows.filter(owner_id=owner)
    order = {"newest": ("-due_on", "-id"), "amount": ("-amount", "-id")}.get(sort, ("due_on", "id"))
    page = paged(_joined(rows), order, at)
    return page.of(_shown(by, list(page.rows)))


def counts(by: Actor) -> dict[str, int]:
    names = ("open", "late", "mine", "to_approve", "to_prove")
    # All of them are among the open ones; what was delivered only grows.
    rows = _open_to(by).filter(state__in=OPEN_STATES)
    found = rows.aggregate(**{name: Count("id", filter=_which(by, name)) for name in names})
    return {name: int(found[name]) for name in names}


def _which(by: Actor, which: str) -> Q:
    is_open = Q(state__in=OPEN_STATES)
    return {
        "late": is_open & Q(due_on__lt=clock.today()),
        "mine": is_open & Q(owner_id=by.membership_id),
        "to_approve": Q(state=DeliveryState.PREPARED),
        "to_prove": Q(state=DeliveryState.SENT),
        "delivered": Q(state=DeliveryState.DELIVERED),
    }.get(which, is_open)


def accounts_to_approve(by: Actor) -> list[AccountView]:
    waiting = PayeeAccount.objects.filter(
        organisation_id=by.organisation_id, in_use_from=None, ended_at=None
    ).order_by("proposed_at")
    if shut := whose(by):
        waiting = waiting.exclude(party_id__in=shut)
    return [_account(by, each) for each in waiting]


def account(by: Actor, account_id: UUID) -> AccountView:
    return _account(by, account_row(by, account_id))


def account_of(by: Actor, party_id: UUID) -> str:
    """The one in use, masked; empty where there is none."""
    found = PayeeAccount.objects.filter(
        organisation_id=by.organisation_id, party_id=party_id, in_use_from__isnull=False, ended_at=None
    ).first()
    return iban.masked(found.iban) if found and party_id not in whose(by) else ""


def account_row(by: Actor, account_id: UUID) -> PayeeAccount:
    found = (
        PayeeAccount.objects.filter(organisation_id=by.organisation_id, id=account_id)
        .select_related("party")
        .first()
    )
    if found is None or found.party_id in whose(by):
        raise NotFound()
    return found


def payee_number(by: Actor, delivery_id: UUID) -> str:
    """The whole account, for the order's paper alone."""
    account = row(by, delivery_id).account
    return iban.grouped(account.iban) if account else ""


def receiver(by: Actor, delivery_id: UUID) -> Party:
    applicant: Party = row(by, delivery_id).support_request.applicant
    return applicant


def _account(by: Actor, each: PayeeAccount) -> AccountView:
    same = PayeeAccount.objects.filter(
        organisation_id=by.organisation_id,
        iban_hash__in=lookup_hashes(IBAN, each.iban),
        in_use_from__isnull=False,
        ended_at=None,
    )
    mine = PayeeAccount.objects.filter(
        organisation_id=by.organisation_id, party=each.party_id, in_use_from__isnull=False, ended_at=None
    )
    names = organisations.member_names(by, [each.proposed_by_id])
    return AccountView(
        id=each.id,
        party_id=each.party_id,
        holder=each.owner_name,
        number=iban.grouped(each.iban),
        replaces=mine.exists(),
        of_others=same.exclude(party=each.party_id).count(),
        proposed_by_id=each.proposed_by_id,
        proposed_by=names.get(each.proposed_by_id, ""),
        proposed_at=each.proposed_at,
    )


def _views(by: Actor, rows: QuerySet[Delivery], limit: int | None = None) -> list[DeliveryView]:
    mine = _joined(rows.filter(organisation_id=by.organisation_id))
    return _shown(by, list(mine.order_by("due_on", "id")[:limit]))


def _joined(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    joined = rows.select_related(
        "support_request__applicant", "entitlement__decision__agenda_item__sitting", "account"
    )
    return joined.defer("support_request__answers")


def _shown(
    by: Actor, found: list[Delivery], known: list[Proof] | None = None, *, named: bool = True
) -> list[DeliveryView]:
    if known is None:
        known = _proofs_of(by.organisation_id, [each.id for each in found])
    proofs = {each.delivery_id: each for each in known}
    names = organisations.member_names(by, _people(found, proofs.values())) if named else {}
    return [_view(each, names, proofs.get(each.id)) for each in found]


def _people(rows: Iterable[Delivery], proofs: Iterable[Proof]) -> set[UUID]:
    found = {who for each in rows for who in (each.owner_id, each.prepared_by_id, each.approved_by_id)}
    found |= {who for each in proofs for who in (each.handed_by_id, each.witnessed_by_id)}
    return {who for who in found if who is not None}


def _view(each: Delivery, names: dict[UUID, str], proof: Proof | None) -> DeliveryView:
    case = each.support_request
    service = policy.pack_of(case.policy_version_id).service(case.service)
    partners = tuple((p.id, p.name) for p in service.delivery.partners)

    def name(who: UUID | None) -> str:
        return names.get(who, "") if who else ""

    return DeliveryView(
        id=each.id,
        case_id=case.id,
        case_reference=case.reference or "",
        decision_reference=reference(each.entitlement.decision),
        applicant_id=case.applicant_id,
        applicant=case.applicant.full_name,
        service=service.title,
        kind=each.kind,
        number=each.number,
        times=each.entitlement.times,
        reference=each.reference,
        state=each.state,
        amount=each.amount,
        due_on=each.due_on,
        late=rules.is_late(each.due_on, clock.today(), each.state in OPEN_STATES),
        owner_id=each.owner_id,
        owner=name(each.owner_id),
        partner_id=each.partner,
        partner=dict(partners).get(each.partner, ""),
        contents=tuple(each.contents),
        lacking=tuple(each.lacking),
        account=iban.masked(each.account.iban) if each.account else "",
        prepared_by_id=each.prepared_by_id,
        prepared_by=name(each.prepared_by_id),
        prepared_at=each.prepared_at,
        approved_by=name(each.approved_by_id),
        approved_at=each.approved_at,
        sent_by_id=each.sent_by_id,
        sent_at=each.sent_at,
        bank_reference=each.bank_reference,
        returns=each.returns,
        delivered_at=each.delivered_at,
        proof=proof.method if proof else "",
        receipt=_receipt(proof, name(proof.handed_by_id), name(proof.witnessed_by_id)) if proof else None,
        proofs=service.delivery.proofs,
        partners=partners,
        version=each.version,
    )


def _receipt(proof: Proof, handed_by: str, witnessed_by: str) -> ProofView:
    return ProofView(proof.method, handed_by, witnessed_by, proof.file_id, proof.proven_at)
