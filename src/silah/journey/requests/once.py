"""One request at a time for one service: a second one would be studied twice and served once."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.foundation.tenancy import Asked, prepared
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import UNANSWERED


def open_request(party_id: UUID, service: str, by: Actor) -> SupportRequest | None:
    """Asked for and not yet replied to. After the reply the door is open again."""
    return _unanswered.first(by.organisation_id, party_id, service)


def open_request_asked(party_id: UUID, service: str, by: Actor) -> Asked:
    return _unanswered.asked(by.organisation_id, party_id, service)


@prepared
def _unanswered(organisation_id: UUID, party_id: UUID, service: str) -> QuerySet[SupportRequest]:
    rows = SupportRequest.objects.filter(
        organisation_id=organisation_id,
        applicant_id=party_id,
        service=service,
        stage__in=sorted(UNANSWERED),
    )
    return rows.order_by("submitted_at", "id")[:1]
