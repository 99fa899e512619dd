"""From the first answer to a request: a private draft, or everything in one call."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field, JsonValue

from silah.doors.api.auth import STAFF_OR_HERSELF, by
from silah.doors.api.frame import key, under
from silah.doors.api.shapes import Body, Id, Line, Moment, Shape, Version
from silah.foundation.access import Actor
from silah.foundation.files import queries as files
from silah.foundation.kernel.errors import Invalid, NotFound
from silah.journey.requests import drafts, operations
from silah.journey.services import questions
from silah.people import queries as people
from silah.policy.pack import Service

router = Router(tags=["drafts"], auth=STAFF_OR_HERSELF)
Answers = Annotated[dict[str, JsonValue], Field(max_length=60)]
Consents = list[Literal["privacy_notice", "health"]]


class MemberBody(Body):
    """Somebody who lives with the applicant; a day as `2026-11-23`."""

    name: Line
    relation: Line
    national_id: Line | None = None
    birth_date: Line | None = None
    birth_year: int | None = None
    mobile: Line | None = None
    needs: Line = ""


class SignatureBody(Body):
    """Her own by `code` or `drawn`; before an employee by `paper` or `fingerprint`."""

    method: Literal["code", "drawn", "paper", "fingerprint"]
    code: Line | None = None
    file_id: Id | None = None


class SubmissionBody(Body):
    """`applicant_id` may be left out by the beneficiary herself."""

    channel: Line
    applicant_id: Id | None = None
    persons: Annotated[list[MemberBody], Field(max_length=60)] = []
    signature: SignatureBody | None = None
    at: Moment | None = None


class DraftBody(Body):
    service: Line = ""
    party_id: Id | None = None
    consents: Consents = []
    answers: Answers = {}


class DraftAnswersBody(Body):
    """Answers by question; money in halalas. `version` is that of the draft as it was read."""

    version: Version
    consents: Consents = []
    answers: Answers = {}


class RequestBody(SubmissionBody):
    """A whole request in one call: nothing stays behind where any of it will not do."""

    service: Line
    consents: Consents = []
    answers: Answers


class DraftStep(Shape):
    id: str
    text: str
    type: str
    answered: bool


class DraftShape(Shape):
    id: UUID
    version: int
    service: str
    expires_at: datetime
    steps: list[DraftStep]
    answers: dict[str, Any]


class DraftLine(Shape):
    id: UUID
    version: int
    service: str
    expires_at: datetime


class DraftList(Shape):
    items: list[DraftLine]


class SubmittedShape(Shape):
    id: UUID
    reference: str
    stage: str


@router.get("/drafts/", response=DraftList)
def list_drafts(request: HttpRequest) -> Any:
    return {"items": drafts.drafts_of(by(request))}


@router.post("/drafts/", response={201: DraftShape})
def begin_draft(request: HttpRequest, body: DraftBody) -> Any:
    actor = by(request)
    party = people.party_row(actor, body.party_id) if body.party_id and actor.is_staff else None
    draft = drafts.begin(body.service, by=actor, party=party)
    draft = _answered(draft, actor, body.consents, body.answers, draft.version)
    return Status(201, _draft(draft, actor))


@router.get("/drafts/{draft_id}/", response=DraftShape)
def get_draft(request: HttpRequest, draft_id: Id) -> Any:
    actor = by(request)
    return _draft(_own(actor, draft_id), actor)


@router.patch("/drafts/{draft_id}/", response=DraftShape)
def answer_draft(request: HttpRequest, draft_id: Id, body: DraftAnswersBody) -> Any:
    actor = by(request)
    draft = _answered(_own(actor, draft_id), actor, body.consents, body.answers, body.version)
    return _draft(draft, actor)


@router.delete("/drafts/{draft_id}/", response={204: None})
def discard_draft(request: HttpRequest, draft_id: Id) -> Any:
    actor = by(request)
    drafts.discard(_own(actor, draft_id), by=actor)
    return Status(204, None)


@router.post("/drafts/{draft_id}/signing-code/", response={204: None})
def send_draft_signing_code(request: HttpRequest, draft_id: Id) -> Any:
    """To her own number; a request keeps its draft's id, so the code signs the request."""
    actor = by(request)
    draft = _own(actor, draft_id)
    operations.send_signing_code(draft.id, _applicant(actor, None), by=actor)
    return Status(204, None)


@router.post("/drafts/{draft_id}/submission/", response={201: SubmittedShape})
def submit_draft(request: HttpRequest, draft_id: Id, body: SubmissionBody) -> Any:
    actor = by(request)
    return Status(201, _submitted(request, _own(actor, draft_id), body))


@router.post("/requests/", response={201: SubmittedShape})
def submit_request(request: HttpRequest, body: RequestBody) -> Any:
    actor = by(request)
    applicant = _applicant(actor, body.applicant_id)
    draft = drafts.begin(body.service, by=actor, party=applicant if actor.is_staff else None, in_hand=True)
    _fill(draft, actor, body.consents, body.answers, draft.version)
    return Status(201, _submitted(request, draft, body, applicant))


# --- parts -------------------------------------------------------------------------------------------


def _own(actor: Actor, draft_id: UUID) -> Any:
    draft = drafts.resume(by=actor, draft_id=draft_id)
    if draft is None:
        raise NotFound()
    return draft


def _applicant(actor: Actor, party_id: UUID | None) -> Any:
    wanted = party_id or actor.party_id
    if wanted is None:
        raise Invalid(fields={"applicant_id": _("حدّد صاحب الطلب.")})
    return people.party_row(actor, wanted)


def _answered(draft: Any, actor: Actor, consents: list[Any], answers: dict[str, Any], version: int) -> Any:
    """The draft as it is kept then; nothing is kept where one answer will not do."""
    if not consents and not answers:
        return draft
    with drafts.together(draft, by=actor) as row:
        _fill(row, actor, consents, answers, version)
    return row


def _fill(draft: Any, actor: Actor, consents: list[Any], answers: dict[str, Any], version: int) -> None:
    for purpose in consents:
        drafts.agree(draft, purpose, by=actor)
    with under("answers"):
        for question_id, raw in answers.items():
            typed = as_typed(drafts.service_of(draft)[1], question_id, raw)
            drafts.answer(draft, question_id, typed, by=actor, expected_version=version)
            version = max(version, draft.version)


def as_typed(service: Service, question_id: str, raw: Any) -> Any:
    """People type riyals; a program sends whole halalas, and nothing else."""
    question = next((each for each in service.questions if each.id == question_id), None)
    if question is None or question.type != "money" or raw is None:
        return raw
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise Invalid(fields={question_id: _("يُكتب المبلغ هنا بالهللات عددًا صحيحًا.")})
    return f"{raw // 100}.{raw % 100:02d}"


def _submitted(
    request: HttpRequest, draft: Any, body: SubmissionBody, applicant: Any = None
) -> dict[str, Any]:
    """`applicant`: where the row was found already."""
    actor = by(request)
    applicant = None if _is_agents(draft, actor) else applicant or _applicant(actor, body.applicant_id)
    made = operations.submit(
        draft,
        by=actor,
        applicant=applicant,
        channel=body.channel,
        persons=[each.model_dump(exclude_none=True) for each in body.persons],
        signature=_signature(actor, body.signature),
        at=body.at,
        key=key(request),
    )
    return {"id": made.id, "reference": made.reference or "", "stage": str(made.stage)}


def _is_agents(draft: Any, actor: Actor) -> bool:
    """He signs as himself; the draft says for whom."""
    return actor.party_id is not None and drafts.is_agents(draft)


def _signature(actor: Actor, body: SignatureBody | None) -> operations.Signature | None:
    if body is None:
        return None
    file = files.usable(actor, body.file_id, purpose="signature") if body.file_id else None
    return operations.Signature(body.method, body.code, file.id if file else None)


def _draft(draft: Any, actor: Actor) -> dict[str, Any]:
    return {
        "id": draft.id,
        "version": draft.version,
        "service": draft.service,
        "expires_at": draft.expires_at,
        "steps": [_step(step) for step in drafts.steps(draft, by=actor)],
        "answers": drafts.answers_in_full(draft, by=actor),
    }


def _step(step: questions.Step) -> dict[str, Any]:
    question = step.question
    return {
        "id": step.id,
        "text": question.text if question else "",
        "type": question.type if question else questions.CHANGED,
        "answered": step.answered,
    }
