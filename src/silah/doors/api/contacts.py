"""Receiving somebody: contacts, what was asked, answers and promises."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from silah.contact import operations, queries
from silah.contact.operations.contacts import Asked
from silah.doors.api.auth import by
from silah.doors.api.frame import guard, key, limited
from silah.doors.api.shapes import Body, Day, Id, Line, Moment, Shape, Words
from silah.foundation.access import Door, Permission
from silah.foundation.access.actor import visitor
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Place
from silah.people import queries as people

router = Router(tags=["contacts"])


class AskedBody(Body):
    """A question, and at once its answer, an approved answer, or the day by which it is promised."""

    text: Words
    answer: Words = ""
    approved_answer_id: Id | None = None
    due_on: Day | None = None
    in_public: bool = False


class ContactBody(Body):
    channel: Line
    direction: Literal["in", "out"] = "in"
    party_id: Id | None = None
    visitor_name: Line = ""
    handle: Line = ""
    office_id: Id | None = None
    questions: Annotated[list[AskedBody], Field(max_length=50)] = []
    happened_at: Moment | None = None
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None


class QuestionBody(Body):
    text: Words
    at: Moment | None = None


class AnswerBody(Body):
    text: Words = ""
    approved_answer_id: Id | None = None
    in_public: bool = False


class PromiseBody(Body):
    due_on: Day | None = None
    owner_id: Id | None = None


class WordBody(Body):
    """What she said, as an employee heard it; null where she was not asked. Her own hand is her link alone."""

    enough_time: bool | None
    courteous: bool | None


class OwnWordBody(Body):
    enough_time: bool | None = None
    courteous: bool | None = None


class CallerBody(Body):
    national_id: Line
    birth_date: Day


class LinkBody(Body):
    request_id: Id


class ContactQuestion(Shape):
    id: UUID
    number: int
    text: str
    answer: str | None
    answered_at: datetime | None
    answered_by: str
    due_on: date | None
    owner: str
    overdue: bool


class ContactShape(Shape):
    id: UUID
    reference: str
    channel: str
    direction: str
    party_id: UUID | None
    who: str
    caller_verified: bool | None
    may_disclose: bool
    taken_by: str
    support_request_id: UUID | None
    happened_at: datetime
    recorded_at: datetime
    minutes: int | None
    enough_time: str
    courteous: str
    by_own_hand: bool
    word_link_until: datetime | None
    closed_at: datetime | None
    questions: list[ContactQuestion]


class ContactLine(Shape):
    id: UUID
    reference: str
    channel: str
    direction: str
    who: str
    happened_at: datetime
    questions: int
    left: int
    closed_at: datetime | None


class ContactPage(Shape):
    items: list[ContactLine]
    next: str | None


@router.get("/contacts/", response=ContactPage)
@guard(Permission.VIEW_CONTACTS)
def list_contacts(
    request: HttpRequest,
    channel: str = "",
    only_open: bool = False,
    reference: str = "",
    after: str = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Any:
    page = queries.contacts(
        by(request),
        channel=channel,
        state="open" if only_open else "",
        reference=reference,
        at=Place(after, limit=limit, strict=True),
    )
    return {"items": page.rows, "next": page.after or None}


@router.post("/contacts/", response={201: ContactShape})
def log_contact(request: HttpRequest, body: ContactBody) -> Any:
    actor = by(request)
    lines = [
        Asked(
            text=line.text,
            answer=line.answer,
            approved_answer=line.approved_answer_id,
            due_on=line.due_on,
            in_public=line.in_public,
        )
        for line in body.questions
    ]
    made = operations.log_contact(
        by=actor,
        channel=body.channel,
        direction=body.direction,
        party=people.party_row(actor, body.party_id) if body.party_id else None,
        visitor_name=body.visitor_name,
        handle=body.handle,
        office=organisations.office_row(actor, body.office_id) if body.office_id else None,
        questions=lines,
        happened_at=body.happened_at,
        minutes=body.minutes,
        key=key(request),
    )
    return Status(201, queries.contact(actor, made.id))


@router.get("/contacts/{contact_id}/", response=ContactShape)
@guard(Permission.VIEW_CONTACTS)
def get_contact(request: HttpRequest, contact_id: Id) -> Any:
    return queries.contact(by(request), contact_id)


@router.post("/contacts/{contact_id}/questions/", response={201: ContactShape})
def add_question(request: HttpRequest, contact_id: Id, body: QuestionBody) -> Any:
    actor = by(request)
    row = queries.contact_row(actor, contact_id)
    operations.add_question(row, body.text, by=actor, at=body.at, key=key(request))
    return Status(201, queries.contact(actor, contact_id))


@router.post("/contacts/{contact_id}/questions/{question_id}/answer/", response=ContactShape)
def answer_question(request: HttpRequest, contact_id: Id, question_id: Id, body: AnswerBody) -> Any:
    actor = by(request)
    row = queries.question_row(actor, contact_id, question_id)
    operations.answer_question(
        row,
        by=actor,
        text=body.text,
        approved_answer_id=body.approved_answer_id,
        in_public=body.in_public,
        key=key(request),
    )
    return queries.contact(actor, contact_id)


@router.post("/contacts/{contact_id}/questions/{question_id}/promise/", response=ContactShape)
def promise_answer(request: HttpRequest, contact_id: Id, question_id: Id, body: PromiseBody) -> Any:
    actor = by(request)
    row = queries.question_row(actor, contact_id, question_id)
    owner = organisations.member_row(actor, body.owner_id) if body.owner_id else None
    operations.promise_answer(row, by=actor, due_on=body.due_on, owner=owner, key=key(request))
    return queries.contact(actor, contact_id)


@router.post("/contacts/{contact_id}/visitor-word/", response=ContactShape)
def record_visitor_word(request: HttpRequest, contact_id: Id, body: WordBody) -> Any:
    actor = by(request)
    row = queries.contact_row(actor, contact_id)
    operations.record_visitor_word(
        row,
        by=actor,
        enough_time=body.enough_time,
        courteous=body.courteous,
        key=key(request),
    )
    return queries.contact(actor, contact_id)


@router.post("/contacts/{contact_id}/word-invitation/", response=ContactShape)
def invite_word(request: HttpRequest, contact_id: Id) -> Any:
    """A link to the visitor's own safe number; who asks for it never sees it."""
    actor = by(request)
    operations.invite_word(queries.contact_row(actor, contact_id), by=actor, key=key(request))
    return queries.contact(actor, contact_id)


@router.post("/words/{token}/", response={204: None}, auth=None)
def give_word(request: HttpRequest, token: str, body: OwnWordBody) -> Any:
    """By a visitor, whoever is signed in. The link opens once."""
    limited(request, "word", limit=60, window=timedelta(hours=1))
    nobody = visitor(request.organisation.id, Door.API)  # type: ignore[attr-defined]
    operations.give_word(token, by=nobody, enough_time=body.enough_time, courteous=body.courteous)
    return Status(204, None)


@router.post("/contacts/{contact_id}/caller-check/", response=ContactShape)
def verify_caller(request: HttpRequest, contact_id: Id, body: CallerBody) -> Any:
    """Whether what the caller says matches a file; never which part of it does not."""
    actor = by(request)
    row = queries.contact_row(actor, contact_id)
    operations.verify_caller(
        row, by=actor, national_id=body.national_id, birth_date=body.birth_date, key=key(request)
    )
    return queries.contact(actor, contact_id)


@router.post("/contacts/{contact_id}/closing/", response=ContactShape)
def close_contact(request: HttpRequest, contact_id: Id) -> Any:
    actor = by(request)
    operations.close_contact(queries.contact_row(actor, contact_id), by=actor, key=key(request))
    return queries.contact(actor, contact_id)
