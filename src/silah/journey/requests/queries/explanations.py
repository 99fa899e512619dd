"""What was explained to her, and whether she said that it is clear."""

from __future__ import annotations

from uuid import UUID

from silah.foundation.access import Actor
from silah.journey.requests import parts


def understood(by: Actor, case_id: UUID) -> frozenset[str]:
    """Topics of which she said «فهمت». The caller has reached the request already."""
    return frozenset(parts.explained.once(by.organisation_id, case_id))
