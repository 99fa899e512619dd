"""What is due by the clock: referrals that were answered, tried for in vain, and waited for long enough."""

from __future__ import annotations

from functools import partial

from silah.foundation.access import Actor
from silah.foundation.journal.alone import each_alone
from silah.journey.research.models import Referral
from silah.journey.research.referrals import close_unconfirmed
from silah.journey.research.words import ReferralState

BATCH = 200


def close_due(by: Actor) -> int:
    """Those where a try or a day is still lacking stay as they are."""
    rows = Referral.objects.filter(organisation_id=by.organisation_id, state=ReferralState.ANSWERED)
    return each_alone(rows.order_by("answered_at", "id")[:BATCH], partial(close_unconfirmed, by=by))
