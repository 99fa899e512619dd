"""Matching: what was declared beside what was seen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from silah.doors.api.auth import by
from silah.doors.api.frame import guard, key
from silah.doors.api.shapes import Body, Id, Line, Moment, Shape, Version, Words
from silah.foundation.access import Actor, Permission
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import NotFound
from silah.journey.requests import queries as requests
from silah.journey.verification import operations, queries
from silah.people import queries as people

router = Router(tags=["matching"])


class MatchBody(Body):
    """`version` is that of the comparison looked at, 0 where there was none."""

    field: Line
    method: Line
    result: Literal["match", "mismatch", "unreadable"]
    verified: Words = ""
    party_id: Id | None = None
    version: Version | None = None
    at: Moment | None = None


class ResolutionBody(Body):
    how: Line
    version: Version | None = None


class TruthBody(Body):
    data_checked: bool
    responsibility_explained: bool
    at: Moment | None = None


class FinishBody(Body):
    at: Moment | None = None


class FieldShape(Shape):
    """`sealed`: a health answer that the reader may not open; its values are empty."""

    field: str
    party_id: UUID | None
    label: str
    declared: str
    verified: str
    result: str
    method: str
    resolution: str
    matched_by: str
    matched_at: datetime | None
    match_id: UUID | None
    version: int
    sealed: bool
    open: bool


class PaperShape(Shape):
    id: UUID
    requirement: str
    label: str
    whose: str
    state: str
    valid: bool | None
    presented_on: date | None
    issued_on: date | None
    expires_on: date | None
    how: str
    version: int


class SheetShape(Shape):
    fields: list[FieldShape]
    items: list[PaperShape]
    truth_confirmed: bool
    waiting: list[str]


@router.get("/requests/{request_id}/matching/", response=SheetShape)
@guard(Permission.MATCH_ITEM)
def get_matching(request: HttpRequest, request_id: Id) -> Any:
    return _sheet(by(request), request_id)


@router.post("/requests/{request_id}/matches/", response={201: SheetShape})
def match_field(request: HttpRequest, request_id: Id, body: MatchBody) -> Any:
    actor = by(request)
    operations.match_field(
        requests.case_row(actor, request_id),
        body.field,
        by=actor,
        method=body.method,
        result=body.result,
        verified=body.verified,
        party=people.party_row(actor, body.party_id) if body.party_id else None,
        expected_version=body.version,
        at=body.at,
        key=key(request),
    )
    return Status(201, _sheet(actor, request_id))


@router.post("/requests/{request_id}/matches/{match_id}/resolution/", response=SheetShape)
def resolve_mismatch(request: HttpRequest, request_id: Id, match_id: Id, body: ResolutionBody) -> Any:
    actor = by(request)
    row = queries.match_row(actor, match_id)
    if row is None or row.support_request_id != request_id:
        raise NotFound()
    operations.resolve_mismatch(row, by=actor, how=body.how, expected_version=body.version, key=key(request))
    return _sheet(actor, request_id)


@router.post("/requests/{request_id}/truth/", response=SheetShape)
def confirm_truth(request: HttpRequest, request_id: Id, body: TruthBody) -> Any:
    actor = by(request)
    operations.confirm_truth(
        requests.case_row(actor, request_id), by=actor, **body.model_dump(), key=key(request)
    )
    return _sheet(actor, request_id)


@router.post("/requests/{request_id}/matching/closing/", response=SheetShape)
def finish_matching(request: HttpRequest, request_id: Id, body: FinishBody) -> Any:
    """Everything settled: on to the study. What is not settled is named in `detail`."""
    actor = by(request)
    operations.finish_matching(requests.case_row(actor, request_id), by=actor, at=body.at, key=key(request))
    return _sheet(actor, request_id)


def _sheet(actor: Actor, request_id: UUID) -> queries.Sheet:
    row = requests.case_row(actor, request_id)
    reading.note(actor, row)
    return queries.sheet(actor, row)
