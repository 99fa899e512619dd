"""The people, papers and signatures of a request: from the hand that makes it, otherwise from its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from silah.journey.requests import parts
from silah.journey.requests.models import Declaration, Held, Participant, RequirementItem, SupportRequest


@contextmanager
def making(case: SupportRequest) -> Iterator[Held]:
    """Whoever adds a person, a paper or a signature in here adds it to what is held, too."""
    case.held = Held()
    try:
        yield case.held
    finally:
        case.held = None


def participants(case: SupportRequest) -> list[Participant]:
    if case.held is not None:
        return case.held.participants
    return parts.participants.once(case.organisation_id, case.id)


def items(case: SupportRequest) -> list[RequirementItem]:
    if case.held is not None:
        return case.held.items
    return parts.papers.once(case.organisation_id, case.id)


def standing(case: SupportRequest) -> list[Declaration]:
    """Signatures that hold, without what was signed."""
    if case.held is not None:
        return case.held.declarations
    rows = parts.declarations.once(case.organisation_id, case.id)
    return [each for each in rows if each.voided_at is None]
