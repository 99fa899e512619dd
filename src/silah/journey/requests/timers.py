"""What is due by the clock in one association: called by a round, harmless when called twice.

Only requests that are due are looked at, each by an index of its own kind of waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from silah.foundation.access import Actor
from silah.foundation.journal.alone import each_due
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.requests import drafts, operations, rules
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import UNANSWERED, Stage
from silah.policy import queries as policy
from silah.policy.pack import Unfinished


@dataclass(frozen=True)
class Done:
    reminded: int
    announced: int
    expired: int
    overdue: int
    drafts_gone: int


def run(by: Actor) -> Done:
    """Notice goes before a reminder, so that nobody gets both on one day."""
    return Done(
        expired=expire(by),
        announced=announce(by),
        reminded=remind(by),
        overdue=note_overdue(by),
        drafts_gone=sweep_drafts(by),
    )


def expire(by: Actor) -> int:
    """Those whose last day, as it was told, has passed."""
    told = _waiting(by).filter(expiry_announced_at__isnull=False)
    return _each(
        told, "expiry_announced_at", lambda unfinished: unfinished.end_after_days + 1, operations.expire, by
    )


def announce(by: Actor) -> int:
    """Those of whom nothing was heard for so long that the end must be named."""
    silent = _waiting(by).filter(expiry_announced_at=None)
    heard = silent.annotate(heard=Coalesce("last_item_at", "submitted_at"))
    return _each(
        heard, "heard", lambda unfinished: unfinished.announce_after_days, operations.announce_expiry, by
    )


def remind(by: Actor) -> int:
    """Those of whom nothing was heard, and to whom nothing was said either."""
    silent = _waiting(by).filter(expiry_announced_at=None)
    quiet = silent.annotate(quiet=Coalesce("reminded_at", "last_item_at", "submitted_at"))
    return _each(quiet, "quiet", lambda unfinished: unfinished.remind_after_days, operations.remind, by)


def note_overdue(by: Actor) -> int:
    """Those whose window, as it was told, has passed without a reply."""
    return each_due(
        _unanswered(by).filter(ceiling_on__lt=clock.today(), overdue_noted_at=None),
        partial(operations.note_overdue, by=by),
        by=by,
        order=("ceiling_on", "id"),
    )


def sweep_drafts(by: Actor) -> int:
    with within(by.organisation_id):
        return drafts.sweep(by)


def due_soon(by: Actor) -> list[SupportRequest]:
    """Windows that end within days: for the worklist of whoever must reply."""
    today = clock.today()
    rows = _unanswered(by).filter(ceiling_on__range=(today, today + timedelta(days=rules.DUE_SOON_DAYS)))
    return list(rows.order_by("ceiling_on", "id"))


def _unanswered(by: Actor) -> QuerySet[SupportRequest]:
    return SupportRequest.objects.filter(
        organisation_id=by.organisation_id, stage__in=sorted(UNANSWERED)
    ).defer("answers")


def _waiting(by: Actor) -> QuerySet[SupportRequest]:
    rows = SupportRequest.objects.filter(organisation_id=by.organisation_id, stage=Stage.SUBMITTED)
    return rows.defer("answers")


def _each(
    rows: QuerySet[SupportRequest],
    since: str,
    days: Callable[[Unfinished], int],
    act: Callable[..., object],
    by: Actor,
) -> int:
    """Done to those for which as many days have passed since then as the policy version of each says."""
    with within(by.organisation_id):
        packs = {version.id: policy.pack_of(version.id) for version in policy.versions(by)}
    return sum(
        each_due(
            rows.filter(
                policy_version_id=version_id,
                **{f"{since}__lt": _morning(days(pack.reply_window.unfinished))},
            ),
            partial(act, by=by),
            by=by,
            order=(since, "id"),
        )
        for version_id, pack in packs.items()
    )


def _morning(days: int) -> datetime:
    """Whatever happened before it happened on a day that lies so many days back, or more."""
    return clock.start_of_day(clock.today() - timedelta(days=days - 1))
