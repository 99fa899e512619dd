"""Deciding: a sitting recorded in one call, or management's chain step by step; each where the policy has it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from silah.doors.api.auth import by
from silah.doors.api.frame import after_moment, guard, key, page
from silah.doors.api.shapes import Body, Day, Halalas, Id, Line, Made, Moment, Shape, Version, Words
from silah.foundation.access import Actor, Permission
from silah.foundation.files import queries as files
from silah.foundation.journal import reading
from silah.foundation.organisations import queries as organisations
from silah.journey.decisions import operations, queries
from silah.journey.requests import queries as requests

router = Router(tags=["deciding"])
Members = Annotated[list[Id], Field(max_length=60)]


class ProposalBody(Body):
    """`amount` of each payment in halalas; reasons by code, and words where they are needed."""

    outcome: Literal["accept", "accept_in_part", "reject"]
    amount: Halalas | None = None
    months: Annotated[int, Field(ge=0, le=240)] | None = None
    reasons: Annotated[list[Line], Field(max_length=20)] = []
    words: Words = ""

    def proposal(self) -> operations.Proposal:
        return operations.Proposal(self.outcome, self.amount, self.months, tuple(self.reasons), self.words)


class DecisionBody(ProposalBody):
    at: Moment | None = None


class SittingBody(Body):
    held_at: Moment
    budget: Halalas
    place: Line = ""


class AttendanceBody(Body):
    membership_id: Id
    state: Literal["present", "excused", "absent"]


class ItemBody(Body):
    """An item that did not simply pass as recommended by everybody."""

    item_id: Id
    proposal: ProposalBody | None = None
    left: bool = False
    against: Members = []
    abstained: Members = []
    recused: Members = []


class RecordBody(Body):
    """`unanimous`: items decided as recommended by all. Items named nowhere wait for the next sitting."""

    version: Version
    attendance: Annotated[list[AttendanceBody], Field(max_length=60)]
    unanimous: Annotated[list[Id], Field(max_length=500)] = []
    exceptions: Annotated[list[ItemBody], Field(max_length=500)] = []
    at: Moment | None = None


class ConfirmationBody(Body):
    minutes_version: Version
    at: Moment | None = None


class SignedMinutesBody(Body):
    file_id: Id
    signer_ids: Members
    at: Moment | None = None


class UndoBody(Body):
    reason: Line


class DecisionFixBody(ProposalBody):
    error: Line


class DelegationBody(Body):
    receiver_id: Id
    step: Line
    limit: Halalas
    starts_on: Day
    ends_on: Day
    reason: Line


class SittingLine(Shape):
    id: UUID
    number: str
    held_at: datetime
    items: int
    decided: int
    granted: int
    budget: int
    state: str


class SittingPage(Shape):
    items: list[SittingLine]
    next: str | None


class SeatShape(Shape):
    membership_id: UUID
    name: str
    kind: str


class AttendedShape(Shape):
    membership_id: UUID
    name: str
    state: str
    confirmed_at: datetime | None


class AgendaShape(Shape):
    """`outside`: who may not decide this item, and why."""

    id: UUID
    number: int
    case_id: UUID
    reference: str
    applicant: str
    service: str
    recommendation: str
    recommended_amount: int | None
    recommended_months: int | None
    unsigned: bool
    outside: list[tuple[UUID, str, str]]
    state: str
    why_left: str
    decision_id: UUID | None
    outcome: str
    total: int
    reasons: list[str]
    votes: str


class SittingShape(Shape):
    id: UUID
    number: str
    held_at: datetime
    place: str
    budget: int
    granted: int
    recorded_at: datetime | None
    confirmed_at: datetime | None
    version: int
    minutes_version: int
    seats: list[SeatShape]
    attendance: list[AttendedShape]
    items: list[AgendaShape]


class DecisionShape(Shape):
    id: UUID
    case_id: UUID
    instance: str
    body: str
    outcome: str
    amount: int | None
    months: int | None
    payments: int
    total: int
    reasons: list[str]
    reason_codes: list[str]
    clause: str
    reference: str
    decided_by: str
    decided_at: datetime
    final_at: datetime | None
    corrects: UUID | None
    follows: UUID | None
    undone_at: datetime | None
    superseded_at: datetime | None


class DecisionList(Shape):
    items: list[DecisionShape]


class ApprovalLine(Shape):
    case_id: UUID
    reference: str
    applicant: str
    service: str
    recommended: str
    ceiling_on: date | None
    late: bool
    step: str
    mine: bool


class ApprovalList(Shape):
    items: list[ApprovalLine]


class ApprovalMade(Shape):
    """`decision_id` is null while a later step has its turn."""

    id: UUID
    step: str
    outcome: str
    decision_id: UUID | None


@router.get("/sittings/", response=SittingPage)
@guard(Permission.CONFIRM_MINUTES)
def list_sittings(
    request: HttpRequest, after: str = "", limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> Any:
    rows = queries.sittings(by(request), before=after_moment(after), limit=limit + 1)
    return page(rows, limit, lambda row: row.held_at)


@router.post("/sittings/", response={201: SittingShape})
def open_sitting(request: HttpRequest, body: SittingBody) -> Any:
    """With every request that waits for the committee, in the order they became complete."""
    actor = by(request)
    made = operations.open_sitting(by=actor, **body.model_dump(), key=key(request))
    return Status(201, _sitting(actor, made.id))


@router.get("/sittings/{sitting_id}/", response=SittingShape)
@guard(Permission.CONFIRM_MINUTES)
def get_sitting(request: HttpRequest, sitting_id: Id) -> Any:
    return _sitting(by(request), sitting_id)


@router.delete("/sittings/{sitting_id}/", response={204: None})
def cancel_sitting(request: HttpRequest, sitting_id: Id) -> Any:
    actor = by(request)
    operations.cancel_sitting(queries.sitting_row(actor, sitting_id), by=actor)
    return Status(204, None)


@router.post("/sittings/{sitting_id}/agenda/", response=SittingShape)
def refresh_agenda(request: HttpRequest, sitting_id: Id) -> Any:
    actor = by(request)
    operations.refresh_agenda(queries.sitting_row(actor, sitting_id), by=actor, key=key(request))
    return _sitting(actor, sitting_id)


@router.post("/sittings/{sitting_id}/record/", response=SittingShape)
def record_sitting(request: HttpRequest, sitting_id: Id, body: RecordBody) -> Any:
    """Attendance, votes and a reasoned decision on each item, all or nothing; faults name `item_<number>`."""
    actor = by(request)
    operations.record_sitting(
        queries.sitting_row(actor, sitting_id),
        by=actor,
        attendance={each.membership_id: each.state for each in body.attendance},
        unanimous=frozenset(body.unanimous),
        exceptions={each.item_id: _exceptional(each) for each in body.exceptions},
        expected_version=body.version,
        at=body.at,
        key=key(request),
    )
    return _sitting(actor, sitting_id)


@router.post("/sittings/{sitting_id}/confirmations/", response={201: SittingShape})
def confirm_minutes(request: HttpRequest, sitting_id: Id, body: ConfirmationBody) -> Any:
    actor = by(request)
    row = queries.sitting_row(actor, sitting_id)
    operations.confirm_minutes(
        row, by=actor, minutes_version=body.minutes_version, at=body.at, key=key(request)
    )
    return Status(201, _sitting(actor, sitting_id))


@router.post("/sittings/{sitting_id}/signed-minutes/", response={201: SittingShape})
def attach_signed_minutes(request: HttpRequest, sitting_id: Id, body: SignedMinutesBody) -> Any:
    actor = by(request)
    operations.attach_signed_minutes(
        queries.sitting_row(actor, sitting_id),
        files.usable(actor, body.file_id, purpose="minutes").id,
        [organisations.member_row(actor, each) for each in body.signer_ids],
        by=actor,
        at=body.at,
        key=key(request),
    )
    return Status(201, _sitting(actor, sitting_id))


@router.get("/approvals/", response=ApprovalList)
@guard(Permission.DECIDE_AS_MANAGEMENT)
def list_approvals(request: HttpRequest) -> Any:
    return {"items": queries.queue(by(request))}


@router.post("/requests/{request_id}/decision/", response={201: ApprovalMade})
def decide(request: HttpRequest, request_id: Id, body: DecisionBody) -> Any:
    """One step of management's chain. Where the policy has a committee decide, this is refused."""
    actor = by(request)
    made = operations.approve(
        requests.case_row(actor, request_id), body.proposal(), by=actor, at=body.at, key=key(request)
    )
    return Status(201, made)


@router.get("/requests/{request_id}/decisions/", response=DecisionList)
@guard(Permission.VIEW_REQUEST)
def list_decisions(request: HttpRequest, request_id: Id) -> Any:
    """All of them, kept and linked; the oldest first."""
    actor = by(request)
    reading.note(actor, requests.case_row(actor, request_id))
    return {"items": queries.decisions_of(actor, request_id)}


@router.post("/decisions/{decision_id}/undoing/", response=Made)
def undo_decision(request: HttpRequest, decision_id: Id, body: UndoBody) -> Any:
    """Only until the reply leaves."""
    actor = by(request)
    return operations.undo(queries.decision_row(actor, decision_id), body.reason, by=actor, key=key(request))


@router.post("/decisions/{decision_id}/correction/", response={201: Made})
def correct_decision(request: HttpRequest, decision_id: Id, body: DecisionFixBody) -> Any:
    """«تصحيح خطأ مادي»: both decisions are kept."""
    actor = by(request)
    made = operations.correct(
        queries.decision_row(actor, decision_id), body.proposal(), body.error, by=actor, key=key(request)
    )
    return Status(201, made)


@router.post("/delegations/", response={201: Made})
def delegate(request: HttpRequest, body: DelegationBody) -> Any:
    actor = by(request)
    made = operations.delegate(
        organisations.member_row(actor, body.receiver_id),
        body.step,
        by=actor,
        limit=body.limit,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        reason=body.reason,
        key=key(request),
    )
    return Status(201, made)


@router.post("/delegations/{delegation_id}/end/", response=Made)
def end_delegation(request: HttpRequest, delegation_id: Id) -> Any:
    actor = by(request)
    row = queries.delegation_row(actor, delegation_id)
    return operations.end_delegation(row, by=actor, key=key(request))


def _exceptional(item: ItemBody) -> operations.Exceptional:
    return operations.Exceptional(
        proposal=item.proposal.proposal() if item.proposal else None,
        left=item.left,
        against=frozenset(item.against),
        abstained=frozenset(item.abstained),
        recused=frozenset(item.recused),
    )


def _sitting(actor: Actor, sitting_id: UUID) -> queries.SittingView:
    reading.note_list(actor, "sitting")
    return queries.sitting(actor, sitting_id)
