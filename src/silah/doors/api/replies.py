"""Telling the outcome, hearing that it arrived, and objecting to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from silah.doors.api.auth import STAFF_OR_HERSELF, by
from silah.doors.api.deciding import DecisionShape, ProposalBody
from silah.doors.api.frame import guard, key
from silah.doors.api.shapes import Body, Day, Id, Line, Made, Moment, Shape, Words
from silah.foundation.access import Actor, Permission
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Place
from silah.journey.decisions import operations, queries
from silah.journey.requests import queries as requests

router = Router(tags=["replies"])

type Limit = Annotated[int, Query(ge=1, le=100)]


class ReleaseBody(Body):
    at: Moment | None = None


class EarlyBody(Body):
    """One reason for as many as it covers."""

    reply_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    reason: Line
    at: Moment | None = None


class ReceiptBody(Body):
    """`how`: portal for herself; in person, by phone or letter for whoever told her."""

    how: Line
    at: Moment | None = None


class ReplyTryBody(Body):
    channel: Line
    result: Line
    at: Moment | None = None


class ReplyOwnerBody(Body):
    owner_id: Id


class DelayBody(Body):
    new_day: Day
    reason: Line


class AppealBody(Body):
    grounds: Words
    channel: Line = "website"
    at: Moment | None = None


class HearerBody(Body):
    membership_id: Id


class UpholdingBody(ProposalBody):
    at: Moment | None = None


class DismissalBody(Body):
    words: Words
    at: Moment | None = None


class AttemptShape(Shape):
    channel: str
    result: str
    who: str
    at: datetime


class ReplyShape(Shape):
    id: UUID
    case_id: UUID
    reference: str
    applicant: str
    service: str
    mode: str
    floor_on: date | None
    ceiling_on: date | None
    release_at: datetime
    released_at: datetime | None
    object_until: date | None
    owner: str
    early: bool
    late: bool
    received_at: datetime | None
    closed_as: str
    tries: list[AttemptShape]


class ReplyList(Shape):
    items: list[ReplyShape]


class ReplyPage(Shape):
    items: list[ReplyShape]
    next: str | None


class OutcomeShape(Shape):
    """The decision as she is told it: by which body, never by whom."""

    outcome: str
    amount: int | None
    months: int | None
    payments: int
    total: int
    reasons: list[str]
    clause: str
    reference: str
    decided_at: datetime


class ToldShape(Shape):
    """What the applicant has been told; nothing of what was decided inside before that."""

    decision: OutcomeShape
    answer: str
    answer_reason: str
    released_at: datetime
    received_at: datetime | None
    object_until: date | None
    appeal_body: str
    may_object: bool
    appeal_reference: str
    appeal_answer_by: date | None


class AppealLine(Shape):
    id: UUID
    reference: str
    case_id: UUID
    case_reference: str
    service: str
    filed_at: datetime
    answer_by: date
    late: bool
    assigned_to: str
    outcome: str


class AppealPage(Shape):
    items: list[AppealLine]
    next: str | None


class AppealShape(Shape):
    row: AppealLine
    applicant: str
    grounds: str
    body: str
    decisions: list[DecisionShape]
    may_hear: list[tuple[UUID, str]]
    reason: str
    decided_by: str
    decided_at: datetime | None


class Filed(Shape):
    id: UUID
    reference: str
    answer_by: date


@router.get("/replies/", response=ReplyPage)
@guard(Permission.REPLY)
def list_replies(request: HttpRequest, after: str = "", limit: Limit = 50) -> Any:
    """Ready and not gone yet, the soonest first."""
    found = queries.replies(by(request), "ready", at=Place(after, limit=limit, strict=True))
    return {"items": found.rows, "next": found.after or None}


@router.get("/undelivered-replies/", response=ReplyPage)
@guard(Permission.REPLY)
def list_undelivered_replies(
    request: HttpRequest, mine: bool = False, after: str = "", limit: Limit = 50
) -> Any:
    """Gone, and neither received nor tried enough, the longest first."""
    actor = by(request)
    owner = actor.membership_id if mine else None
    found = queries.replies(actor, "undelivered", owner=owner, at=Place(after, limit=limit, strict=True))
    return {"items": found.rows, "next": found.after or None}


@router.post("/replies/{reply_id}/release/", response=ReplyShape)
def release_reply(request: HttpRequest, reply_id: Id, body: ReleaseBody) -> Any:
    actor = by(request)
    operations.release(queries.reply_row(actor, reply_id), by=actor, at=body.at, key=key(request))
    return queries.reply(actor, reply_id)


@router.post("/early-releases/", response=ReplyList)
def release_early(request: HttpRequest, body: EarlyBody) -> Any:
    """Before the window's first day, for one of the policy's reasons."""
    actor = by(request)
    rows = queries.reply_rows(actor, body.reply_ids)
    if len(rows) != len(set(body.reply_ids)):
        raise NotFound()
    operations.release_early(rows, body.reason, by=actor, at=body.at, key=key(request))
    return {"items": [queries.reply(actor, row.id) for row in rows]}


@router.post("/replies/{reply_id}/tries/", response={201: ReplyShape})
def log_reply_try(request: HttpRequest, reply_id: Id, body: ReplyTryBody) -> Any:
    actor = by(request)
    operations.log_try(
        queries.reply_row(actor, reply_id), body.channel, body.result, by=actor, at=body.at, key=key(request)
    )
    return Status(201, queries.reply(actor, reply_id))


@router.post("/replies/{reply_id}/owner/", response=ReplyShape)
def hand_over_reply(request: HttpRequest, reply_id: Id, body: ReplyOwnerBody) -> Any:
    actor = by(request)
    owner = organisations.member_row(actor, body.owner_id)
    operations.hand_over_reply(queries.reply_row(actor, reply_id), owner, by=actor, key=key(request))
    return queries.reply(actor, reply_id)


@router.get("/requests/{request_id}/outcome/", response=ToldShape, auth=STAFF_OR_HERSELF)
@guard(Permission.VIEW_REQUEST)
def get_outcome(request: HttpRequest, request_id: Id) -> Any:
    return _told(by(request), request_id)


@router.post("/requests/{request_id}/outcome/receipt/", response=ToldShape, auth=STAFF_OR_HERSELF)
def receive_reply(request: HttpRequest, request_id: Id, body: ReceiptBody) -> Any:
    """She has it: read by herself on the portal, or told by whoever says so."""
    actor = by(request)
    row = queries.reply_row(actor, _told(actor, request_id).reply_id)
    operations.receive(row, body.how, by=actor, at=body.at, key=key(request))
    return _told(actor, request_id)


@router.post("/requests/{request_id}/delay/", response={201: Made})
def tell_delay(request: HttpRequest, request_id: Id, body: DelayBody) -> Any:
    """The reply is late: she is told why, and the new day."""
    actor = by(request)
    made = operations.tell_delay(
        requests.case_row(actor, request_id), body.new_day, body.reason, by=actor, key=key(request)
    )
    return Status(201, made)


@router.get("/appeals/", response=AppealPage)
@guard(Permission.DECIDE_APPEAL)
def list_appeals(request: HttpRequest, closed: bool = False, after: str = "", limit: Limit = 50) -> Any:
    """Those waiting, the soonest due first; or those answered, the newest first."""
    found = queries.appeals(by(request), closed=closed, at=Place(after, limit=limit, strict=True))
    return {"items": found.rows, "next": found.after or None}


@router.post("/requests/{request_id}/appeal/", response={201: Filed}, auth=STAFF_OR_HERSELF)
def file_appeal(request: HttpRequest, request_id: Id, body: AppealBody) -> Any:
    """Free of charge, within the days that she was told."""
    actor = by(request)
    made = operations.file_appeal(
        requests.case_row(actor, request_id),
        body.grounds,
        by=actor,
        channel=body.channel,
        at=body.at,
        key=key(request),
    )
    return Status(201, made)


@router.get("/appeals/{appeal_id}/", response=AppealShape)
@guard(Permission.DECIDE_APPEAL)
def get_appeal(request: HttpRequest, appeal_id: Id) -> Any:
    return queries.appeal(by(request), appeal_id)


@router.post("/appeals/{appeal_id}/hearer/", response=AppealShape)
def assign_appeal(request: HttpRequest, appeal_id: Id, body: HearerBody) -> Any:
    """Never to anybody who had a part in the decision."""
    actor = by(request)
    member = organisations.member_row(actor, body.membership_id)
    operations.assign_appeal(queries.appeal_row(actor, appeal_id), member, by=actor, key=key(request))
    return queries.appeal(actor, appeal_id)


@router.post("/appeals/{appeal_id}/upholding/", response=AppealShape)
def uphold_appeal(request: HttpRequest, appeal_id: Id, body: UpholdingBody) -> Any:
    """A new decision beside the first."""
    actor = by(request)
    operations.uphold(
        queries.appeal_row(actor, appeal_id), body.proposal(), by=actor, at=body.at, key=key(request)
    )
    return queries.appeal(actor, appeal_id)


@router.post("/appeals/{appeal_id}/dismissal/", response=AppealShape)
def dismiss_appeal(request: HttpRequest, appeal_id: Id, body: DismissalBody) -> Any:
    actor = by(request)
    operations.dismiss(
        queries.appeal_row(actor, appeal_id), body.words, by=actor, at=body.at, key=key(request)
    )
    return queries.appeal(actor, appeal_id)


def _told(actor: Actor, request_id: UUID) -> queries.Told:
    """The newest; the applicant's, not her spouse's."""
    requests.case_row(actor, request_id)
    found = queries.told(actor, request_id)
    if not found:
        raise NotFound()
    return found[0]
