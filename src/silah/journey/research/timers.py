"""What is due by the clock: referrals that were answered, tried for in vain, and waited for long enough."""

from __future__ import annotations

from silah.foundation.access import Actor
from silah.foundation.kernel.errors import NotYet
from silah.journey.research.models import Referral
from silah.journey.research.referrals import close_unconfirmed
from silah.journey.research.words import ReferralState

BATCH = 200


def close_due(by: Actor) -> int:
    rows = Referral.objects.filter(organisation_id=by.organisation_id, state=ReferralState.ANSWERED)
    closed = 0
    for row in list(rows.order_by("answered_at", "id")[:BATCH]):
        try:
            close_unconfirmed(row, by=by)
        except NotYet:  # a try or a day is still lacking
            continue
        closed += 1
    return closed
