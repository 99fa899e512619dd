"""The case study: facts, the numbers that follow from them, an opinion apart."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field

from silah.doors.api.auth import by
from silah.doors.api.frame import guard, key
from silah.doors.api.shapes import Body, Day, Halalas, Id, Line, Moment, Shape, Version, Words
from silah.foundation.access import Actor, Permission
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import Invalid, NotFound
from silah.journey.requests import queries as requests
from silah.journey.research import facts, operations, queries, words

router = Router(tags=["studies"])
Group = Literal["adult", "child"]


class HouseholdBody(Body):
    name: Line
    relation: Line = "other"
    group: Group = "adult"
    work: Line = ""
    needs: Words = ""


class MoneyBody(Body):
    """Halalas a month."""

    amount: Halalas
    note: Line = ""
    proof: Line = ""


class HousingBody(Body):
    environment: Line = ""
    dwelling: Line = ""
    ownership: Line = ""
    condition: Words = ""


class FindingsBody(Body):
    people: Annotated[list[HouseholdBody], Field(max_length=60)] = []
    housing: HousingBody = HousingBody()
    income: dict[str, MoneyBody] = {}
    obligations: dict[str, MoneyBody] = {}
    expenses: dict[str, MoneyBody] = {}
    needs: Words = ""


class StudyBody(Body):
    """`version` is that of the study as it was read; `health` null leaves what is kept."""

    version: Version
    findings: FindingsBody
    kind: Line = "desk"
    visited_on: Day | None = None
    opinion: Words = ""
    recommendation: Line = ""
    reason: Line = ""
    amount: Halalas | None = None
    months: Annotated[int, Field(ge=0, le=240)] | None = None
    health: Words | None = None


class FinishedStudyBody(StudyBody):
    at: Moment | None = None


class StudyLine(Shape):
    id: str
    title: str
    sentence: str
    passed: bool | None


class StudyShape(Shape):
    """`health` is null for whoever may not open it."""

    id: UUID
    case_id: UUID
    researcher: str
    kind: str
    visited_on: date | None
    findings: dict[str, Any]
    health: str | None
    opinion: str
    recommendation: str
    reason: str
    amount: int | None
    months: int | None
    need_class: str
    per_head: int | None
    begun_at: datetime
    saved_at: datetime
    submitted_at: datetime | None
    version: int
    lines: list[StudyLine]


@router.get("/requests/{request_id}/study/", response=StudyShape)
@guard(Permission.VIEW_REQUEST)
def get_study(request: HttpRequest, request_id: Id) -> Any:
    return _study(by(request), request_id)


@router.post("/requests/{request_id}/study/", response={201: StudyShape})
def begin_study(request: HttpRequest, request_id: Id) -> Any:
    actor = by(request)
    operations.begin_study(requests.case_row(actor, request_id), by=actor, key=key(request))
    return Status(201, _study(actor, request_id))


@router.put("/requests/{request_id}/study/", response=StudyShape)
def save_study(request: HttpRequest, request_id: Id, body: StudyBody) -> Any:
    actor = by(request)
    operations.save_study(
        _row(actor, request_id), _written(body), by=actor, expected_version=body.version, key=key(request)
    )
    return _study(actor, request_id)


@router.post("/requests/{request_id}/study/submission/", response=StudyShape)
def submit_study(request: HttpRequest, request_id: Id, body: FinishedStudyBody) -> Any:
    actor = by(request)
    operations.submit_study(
        _row(actor, request_id),
        _written(body),
        by=actor,
        expected_version=body.version,
        at=body.at,
        key=key(request),
    )
    return _study(actor, request_id)


def _written(body: StudyBody) -> operations.Written:
    given = body.findings
    _refuse_unknown(given)
    return operations.Written(
        findings=facts.Findings.from_json(given.model_dump()),
        kind=body.kind,
        visited_on=body.visited_on,
        opinion=body.opinion,
        recommendation=body.recommendation,
        reason=body.reason,
        amount=body.amount,
        months=body.months,
        health=body.health,
    )


def _refuse_unknown(given: FindingsBody) -> None:
    """A source of income that nobody knows would silently count for nothing."""
    known = {
        "income": words.INCOME_SOURCES,
        "obligations": facts.OBLIGATIONS,
        "expenses": words.EXPENSES,
    }
    wrong = {
        f"findings/{part}/{kind}": _("هذا النوع غير معروف.")
        for part, kinds in known.items()
        for kind in getattr(given, part)
        if kind not in kinds
    }
    if wrong:
        raise Invalid(fields=wrong)


def _row(actor: Actor, request_id: UUID) -> Any:
    requests.case_row(actor, request_id)
    row = queries.study_row(actor, request_id)
    if row is None:
        raise NotFound()
    return row


def _study(actor: Actor, request_id: UUID) -> dict[str, Any]:
    reading.note(actor, requests.case_row(actor, request_id))
    found = queries.study(actor, request_id)
    if found is None:
        raise NotFound()
    given = {name: getattr(found, name) for name in StudyShape.model_fields if hasattr(found, name)}
    return {**given, "findings": found.findings.to_json(), "lines": found.studied.lines}
