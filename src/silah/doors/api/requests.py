"""A request read: by staff whole, by the beneficiary where it stands and what is missing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from silah.doors.api.auth import STAFF, STAFF_OR_HERSELF, by
from silah.doors.api.drafts import router as sending
from silah.doors.api.frame import guard
from silah.doors.api.shapes import Id, Shape
from silah.foundation.access import Permission
from silah.foundation.journal import queries as journal
from silah.foundation.journal import reading
from silah.foundation.tenancy import Place
from silah.journey.requests import queries
from silah.journey.requests.stages import Stage
from silah.journey.verification.queries import may_read_health

router = Router(tags=["requests"])


class WorklistRow(Shape):
    id: UUID
    reference: str
    applicant_name: str
    file_number: str
    service: str
    stage: str
    stage_words: str
    stage_since: datetime
    submitted_at: datetime
    ceiling_on: date | None
    days_left: int | None
    overdue: bool
    urgent: bool
    place_name: str
    missing: int


class Worklist(Shape):
    items: list[WorklistRow]
    next: str | None


class ParticipantShape(Shape):
    id: UUID
    party_id: UUID
    name: str
    role: str
    relation: str
    birth_year: int | None
    needs: str
    must_sign: bool
    health_consent_at: datetime | None


class CaseShape(Shape):
    id: UUID
    reference: str
    service: str
    service_title: str
    stage: str
    stage_words: str
    stage_since: datetime
    applicant_id: UUID
    applicant_name: str
    file_number: str
    channel: str
    door: str
    place_name: str
    urgent: bool
    submitted_at: datetime
    completed_at: datetime | None
    floor_on: date | None
    ceiling_on: date | None
    overdue: bool
    answers_version: int
    people: list[ParticipantShape]


class CorrectedShape(Shape):
    text: str
    at: datetime


class AnswerShape(Shape):
    question_id: str
    label: str
    text: str
    source: str
    material: bool
    sensitive: bool
    corrected: CorrectedShape | None


class AnswerList(Shape):
    items: list[AnswerShape]


class TimelineLine(Shape):
    """What happened, as a sentence. `late`: written down well after it happened."""

    number: int
    name: str
    when: datetime
    recorded_at: datetime
    sentence: str
    role: str
    door: str
    clause: str
    late: bool


class Timeline(Shape):
    items: list[TimelineLine]


class WindowShape(Shape):
    """Without a first day where the policy is read as a ceiling."""

    starts_on: date
    floor_on: date | None
    ceiling_on: date
    floor_text: str
    ceiling_text: str
    promised: bool
    mode: str
    paused_days: int
    overdue: bool
    days_left: int
    told_at: datetime


class LackShape(Shape):
    kind: str
    party_id: UUID | None
    whose: str
    title: str
    text: str
    bring: str
    item_id: UUID | None
    met_by: list[str]
    refused_because: str


class LackList(Shape):
    items: list[LackShape]


class StatusStep(Shape):
    key: str
    label: str
    state: str
    note: str


class StatusShape(Shape):
    id: UUID
    reference: str
    service: str
    stage: str
    stage_words: str
    submitted_on: date
    steps: list[StatusStep]
    missing: list[LackShape]
    what_next: str
    by_when: str
    window: WindowShape | None
    late: bool


class MineShape(Shape):
    id: UUID
    reference: str
    service: str
    stage: str
    stage_words: str
    submitted_at: datetime
    is_applicant: bool
    waits_for_you: bool


class MineList(Shape):
    items: list[MineShape]


# One path is one router's: another's methods on it would never be reached.
@sending.get("/requests/", response=Worklist, tags=["requests"], auth=STAFF)
@guard(Permission.VIEW_REQUEST)
def get_worklist(
    request: HttpRequest,
    stage: Annotated[tuple[Stage, ...], Query()] = (),
    mine: bool = False,
    overdue: bool = False,
    urgent: bool = False,
    service: str = "",
    office_id: Id | None = None,
    search: str = "",
    sort: Literal["first", "waiting", "newest", "due"] = "waiting",
    after: str = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Any:
    """Open requests, longest waiting first, unless something else is asked for."""
    filters = queries.Filters(
        stages=stage,
        mine=mine,
        overdue=overdue,
        urgent=urgent,
        service=service,
        office_id=office_id,
        search=search,
        sort=sort,
    )
    reading.note_list(by(request), "support_request")
    found = queries.worklist(by(request), filters, Place(after, limit=limit, strict=True))
    return {"items": found.rows, "next": found.after or None}


@router.get("/my-requests/", response=MineList, auth=STAFF_OR_HERSELF)
@guard(Permission.WITHDRAW)
def list_my_requests(request: HttpRequest) -> Any:
    return {"items": queries.mine(by(request)) if by(request).party_id else []}


@router.get("/requests/{request_id}/", response=CaseShape)
@guard(Permission.VIEW_REQUEST)
def get_request(request: HttpRequest, request_id: Id) -> Any:
    reading.note(by(request), queries.case_row(by(request), request_id))
    return queries.case(by(request), request_id)


@router.get("/requests/{request_id}/answers/", response=AnswerList, auth=STAFF_OR_HERSELF)
@guard(Permission.VIEW_REQUEST)
def list_answers(request: HttpRequest, request_id: Id, health: bool = False) -> Any:
    """Health answers only where `health` asks for them, and only to the policy's readers."""
    reading.note(by(request), queries.case_row(by(request), request_id))
    return {"items": queries.declared_answers(by(request), request_id, health=health)}


@router.get("/requests/{request_id}/timeline/", response=Timeline)
@guard(Permission.VIEW_REQUEST)
def get_timeline(request: HttpRequest, request_id: Id) -> Any:
    actor = by(request)
    row = queries.case_row(actor, request_id)
    reading.note(actor, row)
    lines = journal.timeline(actor, [(row.row_kind(), row.id)], health=may_read_health(actor, row))
    around = {row.applicant_id, *(person.party_id for person in queries.case(actor, request_id).people)}
    return {"items": queries.seen_by(actor, around, lines)}


@router.get("/requests/{request_id}/window/", response=WindowShape | None, auth=STAFF_OR_HERSELF)
@guard(Permission.VIEW_REQUEST)
def get_window(request: HttpRequest, request_id: Id) -> Any:
    """The two days as they were told; null before the request is complete."""
    return queries.window(by(request), request_id)


@router.get("/requests/{request_id}/missing/", response=LackList, auth=STAFF_OR_HERSELF)
@guard(Permission.VIEW_REQUEST)
def list_missing(request: HttpRequest, request_id: Id) -> Any:
    """Exactly what is missing and whose, in plain words."""
    return {"items": queries.missing(by(request), request_id)}


@router.get("/requests/{request_id}/status/", response=StatusShape, auth=STAFF_OR_HERSELF)
@guard(Permission.VIEW_REQUEST)
def get_status(request: HttpRequest, request_id: Id) -> Any:
    """What the applicant is told: where it stands, what comes next, by when. A decision only once replied."""
    return queries.status(by(request), request_id)
