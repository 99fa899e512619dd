"""Reading back and signing; changing what was declared; explaining, waiting and withdrawing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import JsonValue

from silah.doors.api.auth import STAFF_OR_HERSELF, by
from silah.doors.api.drafts import MemberBody, as_typed
from silah.doors.api.frame import guard, key
from silah.doors.api.shapes import Body, Id, Line, Made, Moment, Shape, Version, Words
from silah.foundation.access import Permission
from silah.foundation.files import queries as files
from silah.journey.requests import operations, queries
from silah.people import queries as people
from silah.policy.queries import pack_of

router = Router(tags=["declaration"])


class SigningBody(Body):
    """Her own. `party_id` where a spouse signs; otherwise whoever is signed in."""

    method: Literal["code", "drawn"] = "code"
    code: Line | None = None
    file_id: Id | None = None


class WitnessBody(Body):
    party_id: Id
    method: Literal["paper", "fingerprint"] = "paper"
    file_id: Id | None = None
    at: Moment | None = None


class ConsentBody(Body):
    party_id: Id | None = None
    at: Moment | None = None


class ChangeBody(Body):
    """`value` as on the page, money in halalas; `version` is `answers_version` as it was read."""

    value: JsonValue
    version: Version


class AnswerCorrectionBody(Body):
    value: JsonValue


class ExplanationBody(Body):
    topic: Line
    how: Line
    understood: bool | None = None
    at: Moment | None = None


class PauseBody(Body):
    reason: Line
    note: Words = ""
    at: Moment | None = None


class AtBody(Body):
    at: Moment | None = None


class WindowReasonBody(Body):
    reason: Line


class SignatureShape(Shape):
    party_id: UUID
    name: str
    role: str
    method: str
    strength: str
    signed_at: datetime | None
    voided: int
    needs_health_consent: bool
    health_consent_at: datetime | None


class SignatureList(Shape):
    items: list[SignatureShape]


class ToSignShape(Shape):
    answers: list[tuple[str, str]]
    people: list[str]
    papers: list[str]
    declaration: str
    health_consent: str


class NamedShape(Shape):
    """`id` is the place in this request, by which it is left out again."""

    id: UUID
    party_id: UUID
    relation: str


class StageShape(Shape):
    id: UUID
    stage: str
    answers_version: int


@router.get("/requests/{request_id}/declaration/", response=ToSignShape, auth=STAFF_OR_HERSELF)
@guard(Permission.VIEW_REQUEST)
def get_declaration(request: HttpRequest, request_id: Id) -> Any:
    """Exactly what a signature binds."""
    return queries.to_sign(by(request), request_id)


@router.get("/requests/{request_id}/signatures/", response=SignatureList, auth=STAFF_OR_HERSELF)
@guard(Permission.VIEW_REQUEST)
def list_signatures(request: HttpRequest, request_id: Id) -> Any:
    return {"items": queries.signatures(by(request), request_id)}


@router.post("/requests/{request_id}/signing-code/", response={204: None}, auth=STAFF_OR_HERSELF)
def send_signing_code(request: HttpRequest, request_id: Id) -> Any:
    """To the signer's own number; only she can send it back."""
    actor = by(request)
    case = queries.case_row(actor, request_id)
    operations.send_signing_code(case, people.party_row(actor, actor.party_id or case.applicant_id), by=actor)
    return Status(204, None)


@router.post("/requests/{request_id}/signatures/", response={201: SignatureList}, auth=STAFF_OR_HERSELF)
def sign(request: HttpRequest, request_id: Id, body: SigningBody) -> Any:
    actor = by(request)
    case = queries.case_row(actor, request_id)
    signer = people.party_row(actor, actor.party_id or case.applicant_id)
    operations.sign(
        case,
        signer,
        by=actor,
        method=body.method,
        code=body.code,
        file_id=_scan(actor, body.file_id),
        key=key(request),
    )
    return Status(201, {"items": queries.signatures(actor, request_id)})


@router.post("/requests/{request_id}/witnessed-signatures/", response={201: SignatureList})
def witness_signature(request: HttpRequest, request_id: Id, body: WitnessBody) -> Any:
    """She signed on paper before this employee."""
    actor = by(request)
    operations.witness_signature(
        queries.case_row(actor, request_id),
        people.party_row(actor, body.party_id),
        by=actor,
        method=body.method,
        file_id=_scan(actor, body.file_id),
        at=body.at,
        key=key(request),
    )
    return Status(201, {"items": queries.signatures(actor, request_id)})


@router.post("/requests/{request_id}/health-consents/", response={201: SignatureList}, auth=STAFF_OR_HERSELF)
def consent_health(request: HttpRequest, request_id: Id, body: ConsentBody) -> Any:
    """Each for herself or himself; on paper, before the employee who acts."""
    actor = by(request)
    case = queries.case_row(actor, request_id)
    person = people.party_row(actor, body.party_id or actor.party_id or case.applicant_id)
    operations.consent_health(case, person, by=actor, at=body.at, key=key(request))
    return Status(201, {"items": queries.signatures(actor, request_id)})


@router.put("/requests/{request_id}/answers/{question_id}/", response=StageShape, auth=STAFF_OR_HERSELF)
def change_answer(request: HttpRequest, request_id: Id, question_id: str, body: ChangeBody) -> Any:
    """The applicant's own change. A material one makes signatures void and takes a complete request back."""
    actor = by(request)
    case = queries.case_row(actor, request_id)
    return operations.change_answer(
        case,
        question_id,
        as_typed(pack_of(case.policy_version_id).service(case.service), question_id, body.value),
        by=actor,
        expected_version=body.version,
        key=key(request),
    )


@router.post("/requests/{request_id}/answers/{question_id}/correction/", response={201: Made})
def correct_on_record(
    request: HttpRequest, request_id: Id, question_id: str, body: AnswerCorrectionBody
) -> Any:
    """What an employee found, beside what was declared; it voids nothing."""
    actor = by(request)
    case = queries.case_row(actor, request_id)
    typed = as_typed(pack_of(case.policy_version_id).service(case.service), question_id, body.value)
    made = operations.correct_on_record(case, question_id, typed, by=actor, key=key(request))
    return Status(201, made)


@router.post("/requests/{request_id}/explanations/", response={201: Made}, auth=STAFF_OR_HERSELF)
def explain(request: HttpRequest, request_id: Id, body: ExplanationBody) -> Any:
    actor = by(request)
    made = operations.explain(
        queries.case_row(actor, request_id),
        body.topic,
        body.how,
        body.understood,
        by=actor,
        at=body.at,
        key=key(request),
    )
    return Status(201, made)


@router.post("/requests/{request_id}/pause/", response={201: Made})
def pause(request: HttpRequest, request_id: Id, body: PauseBody) -> Any:
    """The association waits for the applicant: only the later day moves."""
    actor = by(request)
    made = operations.pause(
        queries.case_row(actor, request_id),
        body.reason,
        by=actor,
        note=body.note,
        at=body.at,
        key=key(request),
    )
    return Status(201, made)


@router.post("/requests/{request_id}/pause/end/", response=StageShape)
def end_pause(request: HttpRequest, request_id: Id, body: AtBody) -> Any:
    actor = by(request)
    return operations.resume(queries.case_row(actor, request_id), by=actor, at=body.at, key=key(request))


@router.post("/requests/{request_id}/window/recalculation/", response={201: Made})
def recalculate_window(request: HttpRequest, request_id: Id, body: WindowReasonBody) -> Any:
    """A holiday changed: a second notice beside the first."""
    actor = by(request)
    made = operations.recalculate_window(
        queries.case_row(actor, request_id), by=actor, reason=body.reason, key=key(request)
    )
    return Status(201, made)


@router.post("/requests/{request_id}/withdrawal/", response=StageShape, auth=STAFF_OR_HERSELF)
def withdraw(request: HttpRequest, request_id: Id, body: AtBody) -> Any:
    actor = by(request)
    return operations.withdraw(queries.case_row(actor, request_id), by=actor, at=body.at, key=key(request))


@router.post("/requests/{request_id}/people/", response={201: NamedShape}, auth=STAFF_OR_HERSELF)
def name_person(request: HttpRequest, request_id: Id, body: MemberBody) -> Any:
    """Somebody who lives with the applicant, named after the request was sent."""
    actor = by(request)
    case = queries.case_row(actor, request_id)
    said = body.model_dump(exclude_none=True)
    named = operations.name_person(case, said, by=actor, key=key(request))
    return Status(201, named)


@router.delete("/requests/{request_id}/people/{person_id}/", response={204: None}, auth=STAFF_OR_HERSELF)
def leave_out_person(request: HttpRequest, request_id: Id, person_id: Id) -> Any:
    actor = by(request)
    person = queries.person_row(actor, request_id, person_id)
    operations.leave_out_person(queries.case_row(actor, request_id), person, by=actor, key=key(request))
    return Status(204, None)


def _scan(actor: Any, file_id: UUID | None) -> UUID | None:
    return files.usable(actor, file_id, purpose="signature").id if file_id else None
