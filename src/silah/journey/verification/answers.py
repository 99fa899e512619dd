"""Which answers an employee compares, and of whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.services.spoken import NOTHING, spoken
from silah.policy import queries as policy
from silah.policy.pack import Pack, Question, Service

# Asked to open the door, or shown by the papers themselves.
NOT_COMPARED = frozenset({"code", "papers", "safe_contact", "service"})
PERSONS = "persons"


@dataclass(frozen=True)
class Compared:
    """One declared value; `party_id` where the answer is about somebody besides the applicant."""

    question: Question
    party_id: UUID | None
    whose: str
    declared: str

    @property
    def key(self) -> tuple[str, UUID | None]:
        return self.question.id, self.party_id

    @property
    def label(self) -> str:
        return f"{self.question.text} ({self.whose})" if self.whose else self.question.text

    @property
    def sensitive(self) -> bool:
        return self.question.classification == "sensitive"


def compared(case: SupportRequest, others: Iterable[Participant]) -> tuple[Compared, ...]:
    """The material answers in the service's order; an answer about several people gives a row for each."""
    pack = policy.pack_of(case.policy_version_id)
    service = pack.service(case.service)
    rows: list[Compared] = []
    people = list(others)
    for question in service.questions:
        value = case.answers.get(question.id)
        if not question.material or question.type in NOT_COMPARED or value in (None, "", [], {}):
            continue
        if question.type == PERSONS and isinstance(value, list) and people:
            rows += _each_person(pack, service, question, value, people)
        else:
            rows.append(Compared(question, None, "", spoken(pack, service, question, value)))
    return tuple(rows)


def _each_person(
    pack: Pack, service: Service, question: Question, told: list[Any], people: list[Participant]
) -> Iterable[Compared]:
    for number, participant in enumerate(people):
        name = participant.party.full_name
        words = spoken(pack, service, question, told[number : number + 1])
        yield Compared(question, participant.party_id, name, name if words == NOTHING else words)
