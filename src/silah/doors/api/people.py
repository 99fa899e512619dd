"""People's files: found, opened after a search, corrected with the version that was read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from silah.doors.api.auth import by
from silah.doors.api.frame import guard, key, under
from silah.doors.api.shapes import Body, Day, Id, Line, Shape, Version
from silah.foundation.access import Permission
from silah.foundation.journal import reading
from silah.people import operations, queries

router = Router(tags=["people"])


class NewPersonBody(Body):
    """`confirmed_new`: the likely matches were looked at, and she is none of them."""

    full_name: Line
    national_id: Line | None = None
    birth_date: Day | None = None
    sex: Line = ""
    marital_status: Line = ""
    place: Line = ""
    mobile: Line | None = None
    types: Annotated[list[Line], Field(min_length=1, max_length=5)] = ["beneficiary"]
    confirmed_new: bool = False


class Changes(Body):
    full_name: Line | None = None
    national_id: Line | None = None
    birth_date: Day | None = None
    sex: Line | None = None
    marital_status: Line | None = None
    place: Line | None = None
    no_smartphone: bool | None = None
    cannot_travel: bool | None = None


class CorrectionBody(Body):
    """Only what is named changes; `version` is that of the file as it was read."""

    changes: Changes
    version: Version


class MobileBody(Body):
    mobile: Line
    original_seen: bool


class KinshipBody(Body):
    relation: Line


class PersonLine(Shape):
    id: UUID
    full_name: str
    masked_id: str
    birth_date: date | None
    place: str
    file_number: str | None


class PersonShape(Shape):
    id: UUID
    version: int
    full_name: str
    types: list[str]
    masked_id: str
    birth_date: date | None
    age: int | None
    sex: str
    marital_status: str
    place: str
    file_number: str | None
    registered_at: datetime | None
    no_smartphone: bool
    cannot_travel: bool


class PersonList(Shape):
    items: list[PersonLine]


@router.get("/people/", response=PersonList)
@guard(Permission.VIEW_PARTY)
def search_people(
    request: HttpRequest, q: str, limit: Annotated[int, Query(ge=1, le=50)] = 20
) -> dict[str, Any]:
    """By name, id, mobile or file number, in the digits of any keyboard."""
    return {"items": queries.search(by(request), q, limit)}


@router.post("/people/", response={201: PersonShape})
def register_person(request: HttpRequest, body: NewPersonBody) -> Any:
    """Likely matches come back as 409 with `matches`; send again with `confirmed_new` to open a new file."""
    actor = by(request)
    made = operations.register_person(by=actor, **body.model_dump(), key=key(request))
    return Status(201, _read(actor, made.id))


@router.get("/people/{person_id}/", response=PersonShape)
@guard(Permission.VIEW_PARTY)
def get_person(request: HttpRequest, person_id: Id) -> Any:
    return _read(by(request), person_id)


@router.post("/people/{person_id}/correction/", response=PersonShape)
def correct_person(request: HttpRequest, person_id: Id, body: CorrectionBody) -> Any:
    actor = by(request)
    row = queries.party_row(actor, person_id)
    with under("changes"):
        operations.correct_party(
            row,
            by=actor,
            changes=body.changes.model_dump(exclude_unset=True),
            expected_version=body.version,
            key=key(request),
        )
    return _read(actor, person_id)


@router.post("/people/{person_id}/kinship/", response={204: None})
def declare_kinship(request: HttpRequest, person_id: Id, body: KinshipBody) -> Any:
    """An employee's own word that this person is kin; it bars from deciding."""
    actor = by(request)
    operations.declare_kinship(queries.party_row(actor, person_id), body.relation, by=actor, key=key(request))
    return Status(204, None)


@router.post("/people/{person_id}/mobile/", response={204: None})
def propose_mobile(request: HttpRequest, person_id: Id, body: MobileBody) -> Any:
    """Waits for a second employee; whoever holds the number until now is told."""
    actor = by(request)
    operations.propose_mobile(
        queries.party_row(actor, person_id),
        body.mobile,
        by=actor,
        original_seen=body.original_seen,
        key=key(request),
    )
    return Status(204, None)


@router.post("/people/{person_id}/mobile/approval/", response={204: None})
def approve_mobile(request: HttpRequest, person_id: Id) -> Any:
    """By somebody else than who proposed it."""
    actor = by(request)
    operations.approve_mobile(queries.point_row(actor, person_id), by=actor, key=key(request))
    return Status(204, None)


@router.post("/people/{person_id}/mobile/declining/", response={204: None})
def decline_mobile(request: HttpRequest, person_id: Id) -> Any:
    actor = by(request)
    operations.decline_mobile(queries.point_row(actor, person_id), by=actor, key=key(request))
    return Status(204, None)


def _read(actor: Any, person_id: UUID) -> queries.PartyView:
    row = queries.party_row(actor, person_id)
    reading.note(actor, row)
    return queries.party(actor, person_id)
