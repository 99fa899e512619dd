"""Which answers an employee compares, of whom, and how each is read out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.kernel import hijri, money, phone
from silah.journey.requests.models import Participant, SupportRequest
from silah.policy import queries as policy
from silah.policy.pack import Pack, Question

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
    rows: list[Compared] = []
    people = list(others)
    for question in pack.service(case.service).questions:
        value = case.answers.get(question.id)
        if not question.material or question.type in NOT_COMPARED or value in (None, "", [], {}):
            continue
        if question.type == PERSONS and isinstance(value, list) and people:
            rows += _each_person(pack, question, value, people)
        else:
            rows.append(Compared(question, None, "", shown(pack, question, value)))
    return tuple(rows)


def _each_person(
    pack: Pack, question: Question, told: list[Any], people: list[Participant]
) -> Iterable[Compared]:
    for number, participant in enumerate(people):
        part = told[number] if number < len(told) else None
        words = shown(pack, question, part) or participant.party.full_name
        yield Compared(question, participant.party_id, participant.party.full_name, words)


def shown(pack: Pack, question: Question, value: object) -> str:
    """An answer as a person reads it."""
    if isinstance(value, bool):
        return _("نعم") if value else _("لا")
    if question.type == "money" and isinstance(value, int):
        return money.with_unit(value)
    if question.type == "place":
        return next((place.name for place in pack.identity.territory.places if place.id == value), str(value))
    if isinstance(value, str):
        return next((option.label for option in question.options if option.id == value), _word(value))
    if isinstance(value, Mapping):
        return _joined(_word(part) for part in value.values())
    if isinstance(value, list | tuple):
        return _joined(shown(pack, question, part) for part in value)
    return "" if value is None else str(value)


def _joined(parts: Iterable[str]) -> str:
    return "، ".join(part for part in parts if part)


def _word(value: object) -> str:
    """A day in both calendars, a mobile as it is read out, anything else as it is."""
    text = "" if value is None else str(value)
    if text.startswith("+9665"):
        return phone.display(text)
    try:
        return hijri.both(date.fromisoformat(text))
    except ValueError:
        return text
