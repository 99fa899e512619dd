"""What replies wait for somebody, counted for the desk's first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.decisions.models import Reply
from silah.journey.requests.queries import concerning


@dataclass(frozen=True)
class RepliesDue:
    """`to_tell` may leave now, the first of them by `tell_by`; `not_arrived` are gone and mine to follow."""

    to_tell: int
    tell_by: date | None
    not_arrived: int


def replies_due(by: Actor) -> RepliesDue:
    """One statement."""
    ready = Q(released_at=None, decision__final_at__isnull=False, release_at__lte=clock.now())
    gone = Q(released_at__isnull=False, closed_at=None, owner_id=by.membership_id)
    rows = Reply.objects.filter(organisation_id=by.organisation_id, closed_at=None, cancelled_at=None)
    if shut := concerning(by):
        rows = rows.exclude(support_request_id__in=shut)
    told = rows.aggregate(
        to_tell=Count("id", filter=ready),
        tell_by=Min("support_request__ceiling_on", filter=ready),
        not_arrived=Count("id", filter=gone),
    )
    return RepliesDue(told["to_tell"], told["tell_by"], told["not_arrived"])
