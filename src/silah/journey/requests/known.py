"""What the association knows of a person already, so that nobody asks it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.foundation.tenancy import Asked, prepared, together
from silah.journey.requests.models import SupportRequest
from silah.journey.services import agents, questions
from silah.people import queries as people
from silah.people.models import Party
from silah.policy.pack import Service
from silah.policy.pack.vocabulary import AGENT, FOR_WHOM, WRITER


def known(by: Actor, party: Party | None, service: Service) -> dict[str, Any]:
    """Her last request says most; her file says who she is. One statement."""
    if party is None:
        return {}
    lasting = {question.id for question in service.questions if questions.carries(question)}
    points, answers = together(*known_asked(by, party))
    mobile = people.contact_of(points).mobile
    found = {**_from_file(party, mobile), **_from_last_request(next(iter(answers), None))}
    return {key: value for key, value in found.items() if key in lasting and value not in (None, "")}


def known_asked(by: Actor, party: Party) -> tuple[Asked, Asked]:
    return people.contact_asked(by, party.id), _last_answers.asked(by.organisation_id, party.id)


def _from_file(party: Party, mobile: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": party.full_name,
        "place": party.place,
        "marital_status": party.marital_status,
        "mobile": mobile,
    }
    if party.national_id and party.birth_date:
        found["identity"] = {"national_id": party.national_id, "birth_date": party.birth_date.isoformat()}
    return found


def _from_last_request(answers: dict[str, Any] | None) -> dict[str, Any]:
    """Without who she is: her file is the newer word on that."""
    if answers is None:
        return {}
    said = {key: value for key, value in answers.items() if key not in {"identity", "name", "mobile"}}
    if said.get(FOR_WHOM) in {AGENT, WRITER}:  # who asked then says nothing of who asks now
        said.pop(FOR_WHOM)
    if agents.by_agent(answers):
        said.pop("safe_contact", None)  # his own
    return said


@prepared
def _last_answers(organisation_id: UUID, party_id: UUID) -> QuerySet[SupportRequest, Any]:
    rows = SupportRequest.objects.filter(organisation_id=organisation_id, applicant_id=party_id)
    return rows.order_by("-submitted_at").values_list("answers", flat=True)[:1]
