"""Papers seen and outcomes told, as staff would have done, so that a page of the applicant's has them to show."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.decisions.models import Decision, Reply
from silah.journey.requests.models import RequirementItem, SupportRequest
from silah.journey.requests.operations import present_item
from silah.journey.requests.stages import Stage
from tests.journey.scene import Scene


def see_all_papers(scene: Scene, case: SupportRequest) -> None:
    """At the office today, every one of them valid."""
    with within(scene.organisation_id):
        for item in RequirementItem.objects.filter(support_request=case, state="missing").order_by("id"):
            present_item(
                item,
                by=scene.actor("salma"),
                how="seen_at_office",
                issued_on=clock.today(),
                expires_on=clock.today() + timedelta(days=300),
            )


def tell(scene: Scene, case: SupportRequest, outcome: str = "reject") -> Reply:
    """As after the sitting: told today, objections until two weeks from now."""
    granted: dict[str, Any] = {"amount": 3_000_00, "months": 6, "payments": 1}
    now = clock.now()
    with within(scene.organisation_id):
        SupportRequest.objects.filter(id=case.id).update(stage=Stage.REPLIED)
        decision = Decision.objects.create(
            support_request=case,
            body="committee",
            outcome=outcome,
            reason_codes=["above_ceiling"] if outcome == "reject" else ["as_recommended"],
            clause="H5b",
            reference="1448/7-3",
            recorded_by=scene.members["ibrahim"],
            decided_at=now,
            recorded_at=now,
            final_at=now,
            **(granted if outcome != "reject" else {}),
        )
        return Reply.objects.create(
            support_request=case,
            decision=decision,
            mode="inform",
            ready_at=now,
            release_at=now,
            released_at=now,
            object_until=clock.today() + timedelta(days=14),
        )
