"""What is due by the clock: referrals that were answered, tried for in vain, and waited for long enough."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, OuterRef, Subquery

from silah.foundation.access import Actor
from silah.foundation.journal.alone import each_due
from silah.foundation.kernel import clock
from silah.journey.research import rules
from silah.journey.research.models import Referral, ReferralTry
from silah.journey.research.referrals import close_unconfirmed
from silah.journey.research.words import ReferralState


def close_due(by: Actor) -> int:
    """Those where a try is still lacking are not looked at; five working days are five days at least."""
    tries = ReferralTry.objects.filter(referral=OuterRef("id"), round=OuterRef("round")).order_by()
    by_channel = tries.values("referral").annotate(ways=Count("channel", distinct=True)).values("ways")
    before = clock.start_of_day(clock.today() - timedelta(days=rules.QUIET_WORKING_DAYS - 1))
    rows = Referral.objects.annotate(ways=Subquery(by_channel)).filter(
        organisation_id=by.organisation_id,
        state=ReferralState.ANSWERED,
        answered_at__lt=before,
        ways__gte=rules.CHANNELS,
    )
    return each_due(
        rows,
        lambda one: close_unconfirmed(one[0], by=by),
        by=by,
        order=("answered_at", "id"),
        lock=None,
        batch=1,
    )
