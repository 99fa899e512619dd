"""What the controls of requests have in common."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.journey.requests.models import SupportRequest
from silah.policy.control import Breach, Period, Sample

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


def samples(cases: Iterable[SupportRequest], sentence: str) -> tuple[Sample, ...]:
    return tuple(
        Sample(KIND, case.id, case.reference or "", sentence, case.submitted_at)
        for case in islice(cases, SAMPLES)
    )
