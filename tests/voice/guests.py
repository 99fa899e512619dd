"""People told an outcome, invited to rate it, and their answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from silah.foundation.access.actor import timer, visitor
from silah.foundation.organisations.models import Office
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.voice import operations, queries
from silah.voice.models import RatingInvitation
from tests.journey.delivery import store
from tests.journey.scene import Scene

GOOD = {
    "procedure_clear": 5,
    "procedure_time": 4,
    "procedure_effort": 4,
    "provider_respect": 5,
    "provider_answers": 5,
}
POOR = dict.fromkeys(GOOD, 1)


def told(scene: Scene, *, office: Office | None = None, **more: Any) -> SupportRequest:
    case = store.accepted(scene, office=office, **more).support_request
    assert case.stage == more.get("stage", Stage.REPLIED)
    return case


def invited(scene: Scene, case: SupportRequest | None = None, **more: Any) -> str:
    """The token that reaches her."""
    by = timer(scene.organisation_id)
    invitation = operations.invite(case or told(scene), by=by, **more)
    return queries.token_of(by, invitation.id)


def rated(
    scene: Scene,
    grades: dict[str, int] | None = None,
    comment: str = "",
    *,
    office: Office | None = None,
    case: SupportRequest | None = None,
) -> None:
    token = invited(scene, case or told(scene, office=office))
    operations.rate(token, grades or GOOD, comment, by=visitor(scene.organisation_id))


def office(scene: Scene, name: str) -> Office:
    return Office.objects.create(name=name)


def summary(scene: Scene, first: date, last: date, who: str = "reem") -> queries.Summary:
    return queries.summary(scene.actor(who), first, last)


def comments(scene: Scene, day: date) -> tuple[str, ...]:
    """All that the quarter of this day shows."""
    return queries.comments(scene.actor("reem"), summary(scene, day, day)).rows


def invitations(case: SupportRequest) -> list[tuple[str, str]]:
    rows = RatingInvitation.objects.filter(support_request=case).select_related("party")
    return sorted((row.party.full_name, row.occasion) for row in rows)
