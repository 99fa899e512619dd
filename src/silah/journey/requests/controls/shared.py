"""What the controls of requests have in common."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.journey.requests.models import SupportRequest
from silah.policy.control import Breach, Period, Sample, Samples

KIND = "support_request"
SAMPLES = 5


def submitted(by: Actor, period: Period) -> QuerySet[SupportRequest]:
    rows = SupportRequest.objects.filter(
        organisation_id=by.organisation_id,
        submitted_at__gte=period.begins_at,
        submitted_at__lt=period.ends_at,
    )
    return rows.order_by("submitted_at", "id")


def completed(by: Actor, period: Period) -> QuerySet[SupportRequest]:
    rows = SupportRequest.objects.filter(
        organisation_id=by.organisation_id,
        completed_at__gte=period.begins_at,
        completed_at__lt=period.ends_at,
    )
    return rows.order_by("completed_at", "id")


def breach(case: SupportRequest, code: str, sentence: str) -> Breach:
    return Breach(KIND, case.id, code, sentence, case.submitted_at)


def chosen(rows: QuerySet[SupportRequest], ids: Iterable[UUID]) -> QuerySet[SupportRequest]:
    """Without the answers, which no figure needs."""
    return rows.filter(id__in=list(ids)).defer("answers")


def samples(rows: QuerySet[SupportRequest], sentence: str) -> Samples:
    """The newest few; one statement, whatever their number."""
    newest = rows.order_by("-submitted_at", "-id").values_list("id", "reference", "submitted_at")[:SAMPLES]
    return Samples(
        lambda: (Sample(KIND, case_id, reference or "", sentence, at) for case_id, reference, at in newest)
    )
