"""Who is kin of somebody in a request does not see how it is weighed: by its study, its decision, its history."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.journal.queries import Line
from silah.journey.requests.models import Participant, SupportRequest

# What an entry of these tells: what was found, recommended, decided, and what is said against it.
WEIGHED = ("research.study_", "decisions.")


def concerns_kin(by: Actor, case: SupportRequest) -> bool:
    """Asks nothing for a member who declared nobody."""
    if not by.kin or case.applicant_id in by.kin:
        return bool(by.kin)
    around = Participant.objects.filter(organisation_id=by.organisation_id, support_request_id=case.id)
    return around.filter(party_id__in=by.kin).exists()


def seen_by(by: Actor, people: Collection[UUID], lines: list[Line]) -> list[Line]:
    """A request's history for whoever reads it; `people`: the parties it concerns."""
    if by.kin.isdisjoint(people):
        return lines
    return [line for line in lines if not line.name.startswith(WEIGHED)]
