"""Income per head and the service's conditions, line by line: as declared, and as the study found it."""

from __future__ import annotations

from silah.foundation.kernel import clock
from silah.journey.requests.models import SupportRequest
from silah.journey.research.facts import Findings
from silah.journey.services.facts import facts
from silah.policy.pack import Assessment, Service, assess


def declared(service: Service, case: SupportRequest) -> Assessment:
    """From the applicant's own answers, judged on the day she applied."""
    return assess(service.eligibility, facts(service, case.answers), on=clock.day_of(case.submitted_at))


def studied(service: Service, case: SupportRequest, findings: Findings) -> Assessment:
    return assess(
        service.eligibility,
        facts(service, case.answers),
        on=clock.day_of(case.submitted_at),
        household=findings.household,
    )
