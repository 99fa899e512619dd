"""Which papers this request needs, and of whom: all of them, and none of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from silah.journey.services.facts import facts
from silah.policy.pack import Requirement, Service
from silah.policy.pack.conditions import years_between
from silah.policy.pack.papers import needed

ADULT_AT = 18
CHILDREN = frozenset({"son", "daughter"})


@dataclass(frozen=True)
class Person:
    """Somebody the request is about. Without a birth date, a son or daughter counts as a child."""

    id: UUID | None
    role: Literal["applicant", "agent", "spouse", "dependant"]
    name: str = ""
    relation: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    is_breadwinner: bool = False

    def is_child(self, on: date) -> bool:
        if self.birth_date is not None:
            return years_between(self.birth_date, on) < ADULT_AT
        if self.birth_year is not None:
            return on.year - self.birth_year < ADULT_AT
        return self.role == "dependant" and self.relation in CHILDREN


@dataclass(frozen=True)
class Needed:
    requirement: Requirement
    person: Person


def requirements(
    service: Service, answers: Mapping[str, Any], persons: Iterable[Person], *, on: date
) -> tuple[Needed, ...]:
    """In the service's order; `on` is the day of the request, by which people are adults or children."""
    people = tuple(persons)
    return tuple(
        Needed(requirement, person)
        for requirement in needed(service.requirements, facts(service, answers))
        for person in _whose(requirement, people, on)
    )


def _whose(requirement: Requirement, people: tuple[Person, ...], on: date) -> tuple[Person, ...]:
    match requirement.for_whom:
        case "applicant":
            return tuple(person for person in people if person.role == "applicant")
        case "agent":
            return tuple(person for person in people if person.role == "agent")
        case "spouse":
            return tuple(person for person in people if person.role == "spouse")
        case "each_adult":
            return tuple(person for person in people if person.role != "agent" and not person.is_child(on))
        case "each_child":
            return tuple(person for person in people if person.role != "agent" and person.is_child(on))
        case "breadwinner":
            named = tuple(person for person in people if person.is_breadwinner)
            return named[:1] or tuple(person for person in people if person.role == "applicant")
