"""Income per head and the service's conditions, line by line: as declared, and as the study found it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from silah.foundation.kernel import clock
from silah.journey.requests.models import SupportRequest
from silah.journey.research.facts import Findings
from silah.policy.pack import Assessment, Fact, Service, assess, with_couple


def declared(service: Service, case: SupportRequest) -> Assessment:
    """From the applicant's own answers, judged on the day she applied."""
    return assess(service.eligibility, _facts(service, case), on=clock.day_of(case.submitted_at))


def studied(service: Service, case: SupportRequest, findings: Findings) -> Assessment:
    return assess(
        service.eligibility,
        _facts(service, case),
        on=clock.day_of(case.submitted_at),
        household=findings.household,
    )


def _facts(service: Service, case: SupportRequest) -> Mapping[str, Fact]:
    facts = {
        question.id: _fact(question.type, case.answers.get(question.id)) for question in service.questions
    }
    if service.unit != "couple":
        return facts
    told = case.answers.get("spouse")
    spouse = told[0] if isinstance(told, list) and told else told
    return with_couple(
        facts,
        applicant={"birth_date": _birth(case.answers.get("identity"))},
        spouse={"birth_date": _birth(spouse)},
    )


def _fact(kind: str, value: Any) -> Fact:
    if kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return value if isinstance(value, str | bool | int) else None


def _birth(identity: Any) -> date | None:
    if isinstance(identity, Mapping) and isinstance(identity.get("birth_date"), str):
        return date.fromisoformat(identity["birth_date"])
    return None
