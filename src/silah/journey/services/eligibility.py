"""Whether the service's conditions are met, each line said so that she can check it herself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from silah.journey.services.facts import facts
from silah.policy.pack import NeedClass, Service
from silah.policy.pack.conditions import Line
from silah.policy.pack.need import Household, assess


@dataclass(frozen=True)
class Explanation:
    """`per_capita` in halalas a month. `passed` is None while something is not known and nothing failed."""

    lines: tuple[Line, ...]
    per_capita: int | None
    need_class: NeedClass | None
    passed: bool | None
    reasons: tuple[str, ...]


def explain(
    service: Service,
    answers: Mapping[str, Any],
    verified: Mapping[str, Any] | None = None,
    *,
    on: date,
    household: Household | None = None,
) -> Explanation:
    """What was verified stands before what was declared; `household` is what a study found."""
    known = facts(service, {**answers, **(verified or {})})
    found = assess(service.eligibility, known, on=on, household=household)
    return Explanation(
        lines=found.lines,
        per_capita=found.need.per_head if found.need else None,
        need_class=found.need.need_class if found.need else None,
        passed=found.eligible,
        reasons=found.reasons,
    )
