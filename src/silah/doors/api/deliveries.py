"""What is owed, prepared by one, approved by another, proven by the receiver."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from silah.doors.api.auth import STAFF_OR_HERSELF, by
from silah.doors.api.frame import after_day, guard, key, page
from silah.doors.api.shapes import Body, Id, Line, Made, Moment, Shape, Version
from silah.foundation.access import Permission
from silah.foundation.files import queries as files
from silah.foundation.organisations import queries as organisations
from silah.journey.delivery import operations, queries
from silah.journey.requests import queries as requests
from silah.people import queries as people

router = Router(tags=["delivery"])


class AccountBody(Body):
    iban: Line
    owner_name: Line
    original_seen: bool


class PreparationBody(Body):
    partner: Line = ""
    version: Version | None = None


class DeliveryVersionBody(Body):
    version: Version | None = None


class SendingBody(Body):
    bank_reference: Line = ""
    at: Moment | None = None
    version: Version | None = None


class ReturnBody(Body):
    reason: Line
    at: Moment | None = None
    version: Version | None = None


class ProofBody(Body):
    method: Literal["code", "signature", "witnessed"]
    code: Line = ""
    file_id: Id | None = None
    witness_id: Id | None = None
    at: Moment | None = None


class SendingBackBody(Body):
    reason: Line
    version: Version | None = None


class HandOverBody(Body):
    lacking: Annotated[list[Line], Field(max_length=60)] = []
    at: Moment | None = None
    version: Version | None = None


class HandOnBody(Body):
    owner_id: Id


class DeliveryShape(Shape):
    """`account` is masked."""

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
    contents: list[str]
    account: str
    prepared_by: str
    approved_by: str
    sent_at: datetime | None
    bank_reference: str
    returns: int
    delivered_at: datetime | None
    proof: str
    version: int


class DeliveryPage(Shape):
    items: list[DeliveryShape]
    next: str | None


class DeliveryList(Shape):
    items: list[DeliveryShape]


@router.get("/deliveries/", response=DeliveryPage)
@guard(Permission.PREPARE_DELIVERY)
def list_undelivered(
    request: HttpRequest,
    mine: bool = False,
    after: str = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Any:
    """Accepted and not delivered, the longest overdue first."""
    rows = queries.undelivered(
        by(request), which="mine" if mine else "open", limit=limit + 1, after=after_day(after)
    )
    return page(rows, limit, lambda row: row.due_on)


@router.get("/requests/{request_id}/deliveries/", response=DeliveryList, auth=STAFF_OR_HERSELF)
@guard(Permission.VIEW_REQUEST)
def list_deliveries(request: HttpRequest, request_id: Id) -> Any:
    actor = by(request)
    requests.case_row(actor, request_id)
    return {"items": queries.of_case(actor, request_id)}


@router.post("/people/{person_id}/accounts/", response={201: Made})
def propose_account(request: HttpRequest, person_id: Id, body: AccountBody) -> Any:
    actor = by(request)
    made = operations.propose_account(
        people.party_row(actor, person_id),
        body.iban,
        body.owner_name,
        by=actor,
        original_seen=body.original_seen,
        key=key(request),
    )
    return Status(201, made)


@router.post("/accounts/{account_id}/approval/", response=Made)
def approve_account(request: HttpRequest, account_id: Id) -> Any:
    actor = by(request)
    return operations.approve_account(queries.account_row(actor, account_id), by=actor, key=key(request))


@router.post("/accounts/{account_id}/declining/", response=Made)
def decline_account(request: HttpRequest, account_id: Id) -> Any:
    actor = by(request)
    return operations.decline_account(queries.account_row(actor, account_id), by=actor, key=key(request))


@router.post("/deliveries/{delivery_id}/preparation/", response=DeliveryShape)
def prepare_delivery(request: HttpRequest, delivery_id: Id, body: PreparationBody) -> Any:
    actor = by(request)
    row = queries.row(actor, delivery_id)
    operations.prepare(row, by=actor, partner=body.partner, expected_version=body.version, key=key(request))
    return queries.delivery(actor, delivery_id)


@router.post("/deliveries/{delivery_id}/approval/", response=DeliveryShape)
def approve_delivery(request: HttpRequest, delivery_id: Id, body: DeliveryVersionBody) -> Any:
    actor = by(request)
    row = queries.row(actor, delivery_id)
    operations.approve(row, by=actor, expected_version=body.version, key=key(request))
    return queries.delivery(actor, delivery_id)


@router.post("/deliveries/{delivery_id}/sending-back/", response=DeliveryShape)
def send_delivery_back(request: HttpRequest, delivery_id: Id, body: SendingBackBody) -> Any:
    """To whoever prepared it, with what is wrong."""
    actor = by(request)
    row = queries.row(actor, delivery_id)
    operations.send_back(row, body.reason, by=actor, expected_version=body.version, key=key(request))
    return queries.delivery(actor, delivery_id)


@router.post("/deliveries/{delivery_id}/hand-over/", response=DeliveryShape)
def hand_over_delivery(request: HttpRequest, delivery_id: Id, body: HandOverBody) -> Any:
    """A basket in the receiver's hands; what it lacked is named. Her own proof comes after it."""
    actor = by(request)
    row = queries.row(actor, delivery_id)
    operations.hand_over(
        row,
        by=actor,
        lacking=tuple(body.lacking),
        at=body.at,
        expected_version=body.version,
        key=key(request),
    )
    return queries.delivery(actor, delivery_id)


@router.post("/deliveries/{delivery_id}/sending/", response=DeliveryShape)
def send_delivery(request: HttpRequest, delivery_id: Id, body: SendingBody) -> Any:
    actor = by(request)
    row = queries.row(actor, delivery_id)
    operations.send(
        row,
        by=actor,
        bank_reference=body.bank_reference,
        at=body.at,
        expected_version=body.version,
        key=key(request),
    )
    return queries.delivery(actor, delivery_id)


@router.post("/deliveries/{delivery_id}/return/", response=DeliveryShape)
def return_delivery(request: HttpRequest, delivery_id: Id, body: ReturnBody) -> Any:
    actor = by(request)
    row = queries.row(actor, delivery_id)
    operations.record_returned(
        row, body.reason, by=actor, at=body.at, expected_version=body.version, key=key(request)
    )
    return queries.delivery(actor, delivery_id)


@router.post("/deliveries/{delivery_id}/owner/", response=DeliveryShape)
def hand_on_delivery(request: HttpRequest, delivery_id: Id, body: HandOnBody) -> Any:
    actor = by(request)
    row = queries.row(actor, delivery_id)
    operations.hand_on(row, organisations.member_row(actor, body.owner_id), by=actor, key=key(request))
    return queries.delivery(actor, delivery_id)


@router.post("/deliveries/{delivery_id}/code/", response={204: None}, auth=STAFF_OR_HERSELF)
def issue_delivery_code(request: HttpRequest, delivery_id: Id) -> Any:
    """Goes to her own safe number; nobody else is shown it."""
    actor = by(request)
    operations.issue_code(queries.row(actor, delivery_id), by=actor, key=key(request))
    return Status(204, None)


@router.post("/deliveries/{delivery_id}/proof/", response=DeliveryShape, auth=STAFF_OR_HERSELF)
def prove_delivery(request: HttpRequest, delivery_id: Id, body: ProofBody) -> Any:
    actor = by(request)
    row = queries.row(actor, delivery_id)
    operations.prove(
        row,
        body.method,
        by=actor,
        code=body.code,
        file_id=files.usable(actor, body.file_id, purpose="proof").id if body.file_id else None,
        witness=organisations.member_row(actor, body.witness_id) if body.witness_id else None,
        at=body.at,
        key=key(request),
    )
    return queries.delivery(actor, delivery_id)
