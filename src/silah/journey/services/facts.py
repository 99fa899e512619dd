"""Answers as facts that conditions and rules compare: days become dates, people become counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from silah.policy.pack import Service
from silah.policy.pack.conditions import Fact, with_couple


def facts(service: Service, answers: Mapping[str, Any]) -> dict[str, Fact]:
    types = {question.id: question.type for question in service.questions}
    found: dict[str, Fact] = {}
    for key, value in answers.items():
        fact = _fact(types.get(key, ""), value)
        if fact is not None:
            found[key] = fact
    if service.unit == "couple":
        return dict(with_couple(found, applicant=_person(answers.get("identity")), spouse=spouse(answers)))
    return found


def spouse(answers: Mapping[str, Any]) -> dict[str, Fact]:
    rows = answers.get("spouse") or ()
    return _person(rows[0]) if rows else {}


def _person(row: Any) -> dict[str, Fact]:
    born = row.get("birth_date") if isinstance(row, Mapping) else None
    return {"birth_date": date.fromisoformat(born)} if born else {}


def _fact(kind: str, value: Any) -> Fact:
    match kind:
        case "date":
            return date.fromisoformat(value) if isinstance(value, str) else None
        case "persons":
            return len(value) if isinstance(value, list) else None
        case "agent":
            return str(value["deed"]) if isinstance(value, Mapping) else None
        case "identity" | "papers" | "safe_contact" | "code":
            return None
    return value if isinstance(value, str | bool | int | date) else None
