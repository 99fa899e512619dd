"""Keeping house: the committee's formation and seats, the days off."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from silah.doors.api.auth import by
from silah.doors.api.frame import guard, key
from silah.doors.api.shapes import Body, Day, Id, Line, Made, Shape
from silah.foundation.access import Permission
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import operations as house
from silah.foundation.organisations import queries as organisations
from silah.journey.decisions import operations, queries

router = Router(tags=["house"])
People = Annotated[list[Id], Field(max_length=40)]


class HolidayBody(Body):
    day: Day
    name: Line


class FormationBody(Body):
    """`alternate_ids` step in in this order."""

    formed_by: Line
    formed_on: Day
    chair_id: Id
    member_ids: People
    alternate_ids: People = []
    starts_on: Day | None = None
    ends_on: Day | None = None


class NewSeatBody(Body):
    membership_id: Id
    kind: Literal["chair", "member", "alternate"]
    from_on: Day | None = None


class SeatEndBody(Body):
    on: Day | None = None


class HolidayShape(Shape):
    day: date
    name: str


class HolidayList(Shape):
    items: list[HolidayShape]


class CommitteeSeatShape(Shape):
    id: UUID
    membership_id: UUID
    name: str
    kind: str
    from_on: date


class CommitteeShape(Shape):
    id: UUID
    formed_by: str
    formed_on: date
    ends_on: date | None
    seats: list[CommitteeSeatShape]


@router.get("/holidays/", response=HolidayList)
@guard(Permission.VIEW_DESK)
def list_holidays(request: HttpRequest) -> Any:
    return {"items": organisations.holidays(by(request))}


@router.post("/holidays/", response={201: HolidayShape})
def set_holiday(request: HttpRequest, body: HolidayBody) -> Any:
    """Windows that it moves are told anew, the earlier notice kept beside the later."""
    return Status(201, house.set_holiday(body.day, body.name, by=by(request), key=key(request)))


@router.delete("/holidays/{day}/", response={204: None})
def lift_holiday(request: HttpRequest, day: Day) -> Any:
    actor = by(request)
    row = next((each for each in organisations.holidays(actor) if each.day == day), None)
    if row is None:
        raise NotFound()
    house.lift_holiday(row, by=actor)
    return Status(204, None)


@router.get("/committee/", response=CommitteeShape)
@guard(Permission.CONFIRM_MINUTES)
def get_committee(request: HttpRequest) -> Any:
    return _committee(request)


@router.post("/committee/", response={201: CommitteeShape})
def form_committee(request: HttpRequest, body: FormationBody) -> Any:
    """A new formation ends the one before."""
    actor = by(request)
    operations.form_committee(
        by=actor,
        formed_by=body.formed_by,
        formed_on=body.formed_on,
        chair=organisations.member_row(actor, body.chair_id),
        members=[organisations.member_row(actor, each) for each in body.member_ids],
        alternates=[organisations.member_row(actor, each) for each in body.alternate_ids],
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        key=key(request),
    )
    return Status(201, _committee(request))


@router.post("/committee/seats/", response={201: CommitteeShape})
def seat_member(request: HttpRequest, body: NewSeatBody) -> Any:
    actor = by(request)
    operations.seat_member(
        queries.committee_row(actor),
        organisations.member_row(actor, body.membership_id),
        by=actor,
        kind=body.kind,
        from_on=body.from_on,
        key=key(request),
    )
    return Status(201, _committee(request))


@router.post("/committee/seats/{seat_id}/end/", response={200: CommitteeShape})
def end_seat(request: HttpRequest, seat_id: Id, body: SeatEndBody) -> Any:
    actor = by(request)
    operations.end_seat(queries.seat_row(actor, seat_id), by=actor, on=body.on, key=key(request))
    return _committee(request)


@router.post("/decisions/{decision_id}/words/erasure/", response=Made)
def erase_words(request: HttpRequest, decision_id: Id) -> Any:
    """The text of a reason goes; its code, the decision and its history stay."""
    actor = by(request)
    words = queries.decision_row(actor, decision_id).reason_words
    if words is None:
        raise NotFound()
    return operations.erase_words(words, by=actor, key=key(request))


def _committee(request: HttpRequest) -> queries.CommitteeView:
    found = queries.committee(by(request))
    if found is None:
        raise NotFound()
    return found
