"""What was explained to her, and whether she said that it is clear."""

from __future__ import annotations

from uuid import UUID

from silah.foundation.access import Actor
from silah.journey.requests.models import Explanation


def understood(by: Actor, case_id: UUID) -> frozenset[str]:
    """Topics of which she said «فهمت». The caller has reached the request already."""
    rows = Explanation.objects.filter(
        organisation_id=by.organisation_id, support_request_id=case_id, understood=True
    )
    return frozenset(rows.values_list("topic", flat=True))
