"""What the controls of requests have in common."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.journey.requests.models import SupportRequest
from silah.policy.control import Sample
from silah.policy.judging import Dated, Flaw, Ids, chosen

KIND = "support_request"
BASE = ("id", "reference", "submitted_at", "stage")
BY_SUBMISSION = ((KIND, Dated(SupportRequest, "submitted_at")),)
BY_COMPLETION = ((KIND, Dated(SupportRequest, "completed_at")),)


def requests(by: Actor, ids: Ids) -> QuerySet[SupportRequest]:
    """Nothing but what `BASE` and a control's own annotations name is read of them."""
    return chosen(SupportRequest.objects.filter(organisation_id=by.organisation_id), "id", ids)


def flaw(row: Any, code: str) -> Flaw:
    return Flaw(code, KIND, row.id, row.reference or "", row.submitted_at)


def proof(row: Any, sentence: str) -> Sample:
    return Sample(KIND, row.id, row.reference or "", sentence, row.submitted_at)
