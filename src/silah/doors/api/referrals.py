"""What was not clear, handed to the social researcher until it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from silah.contact import queries as contacts
from silah.doors.api.auth import STAFF_OR_HERSELF, by
from silah.doors.api.frame import guard, key, limited
from silah.doors.api.shapes import Body, Id, Line, Moment, Shape, Words
from silah.foundation.access import Permission
from silah.foundation.tenancy import Place
from silah.journey.requests import queries as requests
from silah.journey.research import operations, queries
from silah.people import queries as people

router = Router(tags=["referrals"])
Asked = Annotated[list[Words], Field(min_length=1, max_length=20)]


class ReferralBody(Body):
    """About a request, a contact, or neither: then `party_id` or a number to call back."""

    questions: Asked
    request_id: Id | None = None
    contact_id: Id | None = None
    party_id: Id | None = None
    visitor_name: Line = ""
    call_back: Line | None = None
    page: Line = ""
    at: Moment | None = None


class OpenReferralBody(Body):
    questions: Asked
    visitor_name: Line = ""
    call_back: Line
    page: Line = ""


class AnswerOf(Body):
    question_id: Id
    answer: Words


class AnswersBody(Body):
    answers: Annotated[list[AnswerOf], Field(max_length=50)]
    at: Moment | None = None


class ClarityBody(Body):
    """Her own word. Where it is still not clear, `question` says what."""

    clear: bool
    question: Words = ""
    at: Moment | None = None


class TryBody(Body):
    channel: Line
    at: Moment | None = None


class ReferralLine(Shape):
    id: UUID
    reference: str
    who: str
    case_id: UUID | None
    case_reference: str
    questions: int
    state: str
    due_on: date
    sent_at: datetime
    late: bool


class ReferralPage(Shape):
    items: list[ReferralLine]
    next: str | None


class ReferralQuestion(Shape):
    id: UUID
    round: int
    text: str
    answer: str
    answered_by: str
    answered_at: datetime | None


class TryShape(Shape):
    channel: str
    by: str
    at: datetime


class ReferralShape(Shape):
    row: ReferralLine
    sent_by: str
    accepted_by: str
    answered_at: datetime | None
    closed_at: datetime | None
    questions: list[ReferralQuestion]
    tries: list[TryShape]
    closes_from: date | None


class Sent(Shape):
    reference: str
    due_on: date


@router.get("/referrals/", response=ReferralPage)
@guard(Permission.ANSWER_REFERRAL)
def list_referrals(
    request: HttpRequest, after: str = "", limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> Any:
    page = queries.referrals(by(request), at=Place(after, limit=limit, strict=True))
    return {"items": page.rows, "next": page.after or None}


@router.post("/referrals/", response={201: ReferralShape}, auth=STAFF_OR_HERSELF)
def refer(request: HttpRequest, body: ReferralBody) -> Any:
    actor = by(request)
    if body.contact_id:
        contacts.contact_row(actor, body.contact_id)
    made = operations.refer(
        requests.case_row(actor, body.request_id) if body.request_id else None,
        by=actor,
        questions=body.questions,
        contact_id=body.contact_id,
        party=people.party_row(actor, body.party_id) if body.party_id else None,
        visitor_name=body.visitor_name,
        call_back=body.call_back,
        page=body.page,
        at=body.at,
        key=key(request),
    )
    return Status(201, queries.referral(actor, made.id))


@router.post("/open-referrals/", response={201: Sent}, auth=None)
def refer_openly(request: HttpRequest, body: OpenReferralBody) -> Any:
    """«غير واضح لي» for somebody who has not signed in: a number to be called back on is enough."""
    limited(request, "referral", limit=10, window=timedelta(hours=1))
    made = operations.refer(by=by(request), **body.model_dump(), key=key(request))
    return Status(201, made)


@router.get("/referrals/{referral_id}/", response=ReferralShape, auth=STAFF_OR_HERSELF)
@guard(Permission.CONFIRM_CLARITY)
def get_referral(request: HttpRequest, referral_id: Id) -> Any:
    return queries.referral(by(request), referral_id)


@router.post("/referrals/{referral_id}/acceptance/", response=ReferralShape)
def accept_referral(request: HttpRequest, referral_id: Id) -> Any:
    actor = by(request)
    operations.accept_referral(queries.referral_row(actor, referral_id), by=actor, key=key(request))
    return queries.referral(actor, referral_id)


@router.post("/referrals/{referral_id}/answers/", response=ReferralShape)
def answer_referral(request: HttpRequest, referral_id: Id, body: AnswersBody) -> Any:
    actor = by(request)
    operations.answer_referral(
        queries.referral_row(actor, referral_id),
        {each.question_id: each.answer for each in body.answers},
        by=actor,
        at=body.at,
        key=key(request),
    )
    return queries.referral(actor, referral_id)


@router.post("/referrals/{referral_id}/clarity/", response=ReferralShape, auth=STAFF_OR_HERSELF)
def confirm_clarity(request: HttpRequest, referral_id: Id, body: ClarityBody) -> Any:
    actor = by(request)
    operations.confirm_clarity(
        queries.referral_row(actor, referral_id), by=actor, **body.model_dump(), key=key(request)
    )
    return queries.referral(actor, referral_id)


@router.post("/referrals/{referral_id}/tries/", response={201: ReferralShape})
def log_try(request: HttpRequest, referral_id: Id, body: TryBody) -> Any:
    actor = by(request)
    operations.log_try(
        queries.referral_row(actor, referral_id), body.channel, by=actor, at=body.at, key=key(request)
    )
    return Status(201, queries.referral(actor, referral_id))


@router.post("/referrals/{referral_id}/closing/", response=ReferralShape)
def close_unconfirmed(request: HttpRequest, referral_id: Id) -> Any:
    """Answered and not confirmed: only after the tries and the days that the policy asks."""
    actor = by(request)
    operations.close_unconfirmed(queries.referral_row(actor, referral_id), by=actor, key=key(request))
    return queries.referral(actor, referral_id)
