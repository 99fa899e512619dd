"""What she declared, question by question, with who said it and what was found beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from silah.foundation.access import Actor
from silah.journey.requests import parts, words
from silah.journey.requests.declaring import shown
from silah.journey.requests.models import Correction, SupportRequest
from silah.journey.requests.operations.answers import may_change_here
from silah.journey.requests.queries.rows import case_row, opens_health
from silah.journey.services import catalogue
from silah.journey.services.spoken import spoken
from silah.policy.pack import Pack, Question, Service
from silah.policy.queries import pack_of


@dataclass(frozen=True)
class Corrected:
    text: str
    value: Any
    by_id: UUID
    at: datetime


@dataclass(frozen=True)
class AnswerView:
    question_id: str
    label: str
    text: str
    value: Any
    source: str
    source_words: str
    material: bool
    sensitive: bool
    may_change: bool
    corrected: Corrected | None = None


def declared_answers(by: Actor, case_id: UUID, health: bool = False) -> list[AnswerView]:
    """Sensitive answers only where asked for, and only to the readers that the pack names."""
    case = case_row(by, case_id)
    pack = pack_of(case.policy_version_id)
    service = catalogue.service(pack, case.service)
    sealed = not (health and opens_health(by, case))
    found = {row.question: row for row in parts.corrections.once(by.organisation_id, case_id)}
    return [
        _view(case, pack, service, question, found.get(question.id))
        for question in shown(service)
        if case.answers.get(question.id) is not None
        and not (sealed and question.classification == "sensitive")
    ]


def raw_answers(by: Actor, case_id: UUID) -> Mapping[str, Any]:
    """As kept: for rules that measure need and eligibility, not for a page."""
    return dict(case_row(by, case_id).answers)


def _view(
    case: SupportRequest, pack: Pack, service: Service, question: Question, found: Correction | None
) -> AnswerView:
    value = case.answers[question.id]
    source = case.sources.get(question.id, "applicant")
    corrected = None
    if found is not None:
        said = spoken(pack, service, question, found.value)
        corrected = Corrected(said, found.value, found.corrected_by_id, found.corrected_at)
    return AnswerView(
        question_id=question.id,
        label=question.text,
        text=spoken(pack, service, question, value),
        value=value,
        source=source,
        source_words=str(words.SOURCES.get(source, "")),
        material=question.material,
        sensitive=question.classification == "sensitive",
        may_change=may_change_here(question),
        corrected=corrected,
    )
