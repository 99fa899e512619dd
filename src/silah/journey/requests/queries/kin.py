"""Who is kin of somebody in a request does not see how it is weighed, nor what came of it.

Neither its study, its decision and its history, nor the stage after the decision, which tells the outcome: for kin
such a request stands at «صدر القرار» for good, and is in none of the lists of what is to be done.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from silah.contact.events import LetterSealed, MessageQueued
from silah.foundation.access import Actor
from silah.foundation.journal.queries import Line
from silah.foundation.tenancy import remembered
from silah.journey.requests.events import Advanced
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.requests.stages import Stage

# What an entry of these tells: what was found, recommended, decided, given, and what is said against it.
WEIGHED = ("research.study_", "decisions.", "delivery.", "requests.closed")
SETTLED = frozenset({Stage.DECIDED, Stage.REPLIED, Stage.SERVING, Stage.DELIVERED, Stage.CLOSED})
DECIDED_WORDS = _("صدر القرار")
# Messages whose very name tells what came of it.
OUTCOMES = frozenset(
    ("accepted", "refused", "corrected", "appeal_received", "appeal_decided", "iban_needed", "delivered")
)


def concerns_kin(by: Actor, case: SupportRequest) -> bool:
    """Asks nothing for a member who declared nobody."""
    if not by.kin or case.applicant_id in by.kin:
        return bool(by.kin)
    around = Participant.objects.filter(organisation_id=by.organisation_id, support_request_id=case.id)
    return around.filter(party_id__in=by.kin).exists()


def shut_stage(by: Actor, case: SupportRequest) -> bool:
    """Whether its stage is not told to this reader."""
    return case.stage in SETTLED and concerns_kin(by, case)


def concerning(by: Actor) -> frozenset[UUID]:
    """The requests of those whose kin a member declared to be; asks nothing for whoever declared nobody."""
    return frozenset(_of_kin(by))


def settled(by: Actor) -> frozenset[UUID]:
    """Of these, the ones that are decided: a list by stage would tell what came of them."""
    return frozenset(case_id for case_id, (stage, _who) in _of_kin(by).items() if stage in SETTLED)


def settled_stages(by: Actor) -> list[Stage]:
    return [Stage(stage) for stage, _who in _of_kin(by).values() if stage in SETTLED]


def whose(by: Actor) -> frozenset[UUID]:
    """Who asks in them, whether kin or not."""
    return by.kin | {applicant for _stage, applicant in _of_kin(by).values()}


def _of_kin(by: Actor) -> dict[UUID, tuple[str, UUID]]:
    if not by.kin:
        return {}
    here = Q(organisation_id=by.organisation_id)
    around = Participant.objects.filter(here, party_id__in=by.kin).values("support_request_id")
    rows = SupportRequest.objects.filter(here).filter(Q(applicant_id__in=by.kin) | Q(id__in=around))
    read = rows.values_list("id", "stage", "applicant_id")
    return remembered(("of kin", by), lambda: {row_id: (stage, who) for row_id, stage, who in read})


def seen_by(by: Actor, people: Collection[UUID], lines: list[Line]) -> list[Line]:
    """A request's history for whoever reads it; `people`: the parties it concerns."""
    if by.kin.isdisjoint(people):
        return lines
    return [line for line in lines if not _weighs(line)]


def _weighs(line: Line) -> bool:
    happened = line.happened
    if isinstance(happened, Advanced):
        return happened.after in SETTLED - {Stage.DECIDED}
    if isinstance(happened, MessageQueued | LetterSealed):
        return happened.template in OUTCOMES
    return line.name.startswith(WEIGHED)
