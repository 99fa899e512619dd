"""Each clause with its state and figures, and the quality manager's word on an exception."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from silah.doors.api.auth import by
from silah.doors.api.frame import guard, key
from silah.doors.api.shapes import Body, Day, Id, Line, Made, Shape, Words
from silah.evidence import operations, queries
from silah.foundation.access import Permission
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import Invalid

router = Router(tags=["evidence"])


class FiguresShape(Shape):
    total: int
    good: int
    exceptions: int
    unexplained: int
    events: dict[str, int]


class ClauseShape(Shape):
    """`state`: proven, violated, idle, gap or absent."""

    id: str
    state: str
    control: str | None
    figures: FiguresShape
    missing: str


class EvidenceShape(Shape):
    policy_version: int
    approved: bool
    minutes: str
    clauses: list[ClauseShape]


class BreachShape(Shape):
    """`reference` says which request, never whose."""

    subject_kind: str
    subject_id: UUID
    code: str
    sentence: str
    reference: str
    explained: str


class ClauseEvidenceShape(Shape):
    """`text` is the policy's own; `lines` are the figures with their labels, as the page shows them."""

    id: str
    text: str
    reading: str
    read_by: str
    state: str
    control: str | None
    setting: str
    missing: str
    total: int
    good: int
    lines: list[tuple[str, str]]
    breaches: list[BreachShape]


class ExceptionBody(Body):
    subject_id: Id
    code: Line
    reason: Words
    first: Day | None = None
    last: Day | None = None


@router.get("/evidence/", response=EvidenceShape)
@guard(Permission.VIEW_EVIDENCE)
def get_evidence(request: HttpRequest, first: Day | None = None, last: Day | None = None) -> Any:
    """Twelve months up to today, or from one day through another."""
    reading.note_list(by(request), "evidence")
    return queries.as_json(queries.report(by(request), _period(first, last)))


@router.get("/evidence/{clause}/", response=ClauseEvidenceShape)
@guard(Permission.VIEW_EVIDENCE)
def get_clause(request: HttpRequest, clause: str, first: Day | None = None, last: Day | None = None) -> Any:
    reading.note_list(by(request), "evidence")
    _report, row = queries.clause(by(request), clause, _period(first, last))
    return {
        "id": row.clause.id,
        "text": row.clause.text or "",
        "reading": row.clause.reading or "",
        "read_by": row.clause.read_by or "",
        "state": str(row.state),
        "control": row.clause.control,
        "setting": row.setting,
        "missing": row.missing,
        "total": row.figures.total,
        "good": row.figures.good,
        "lines": list(row.figures.lines),
        "breaches": [_breach(each) for each in row.breaches],
    }


@router.post("/evidence/{clause}/explanations/", response={201: Made})
def explain_exception(request: HttpRequest, clause: str, body: ExceptionBody) -> Any:
    made = operations.explain_exception(
        clause,
        body.subject_id,
        body.code,
        body.reason,
        by=by(request),
        period=_period(body.first, body.last),
        key=key(request),
    )
    return Status(201, made)


def _breach(each: queries.ListedBreach) -> dict[str, Any]:
    found = each.breach
    return {
        "subject_kind": found.kind,
        "subject_id": found.subject_id,
        "code": found.code,
        "sentence": found.sentence,
        "reference": each.reference,
        "explained": each.explained,
    }


def _period(first: date | None, last: date | None) -> queries.Period | None:
    if first is None and last is None:
        return None
    if first is None or last is None or first > last:
        raise Invalid(fields={"first": "", "last": ""}, code="period")
    return queries.period_of(first, last)
