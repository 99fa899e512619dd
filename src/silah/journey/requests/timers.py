"""What is due by the clock in one association: called by a round, harmless when called twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.foundation.journal.alone import each_alone
from silah.foundation.kernel import clock
from silah.journey.requests import drafts, operations, rules
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import BEFORE_DECISION, Stage
from silah.policy.pack import Unfinished
from silah.policy.queries import pack_of


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
        expired=_each(_waiting(by).filter(expiry_announced_at__isnull=False), operations.expire, by),
        announced=_each(_silent(by, lambda days: days.announce_after_days), operations.announce_expiry, by),
        reminded=_each(_silent(by, lambda days: days.remind_after_days), operations.remind, by),
        overdue=_each(overdue(by), operations.note_overdue, by),
        drafts_gone=drafts.sweep(by),
    )


def due_soon(by: Actor) -> list[SupportRequest]:
    """Windows that end within days: for the worklist of whoever must reply."""
    today = clock.today()
    rows = _unanswered(by).filter(ceiling_on__range=(today, today + timedelta(days=rules.DUE_SOON_DAYS)))
    return list(rows.order_by("ceiling_on", "id"))


def overdue(by: Actor) -> list[SupportRequest]:
    rows = _unanswered(by).filter(ceiling_on__lt=clock.today(), overdue_noted_at=None)
    return list(rows.order_by("ceiling_on", "id"))


def _unanswered(by: Actor) -> QuerySet[SupportRequest]:
    stages = {*BEFORE_DECISION, Stage.DECIDED}
    return SupportRequest.objects.filter(organisation_id=by.organisation_id, stage__in=stages)


def _waiting(by: Actor) -> QuerySet[SupportRequest]:
    return SupportRequest.objects.filter(organisation_id=by.organisation_id, stage=Stage.SUBMITTED)


def _silent(by: Actor, after: Callable[[Unfinished], int]) -> Iterable[SupportRequest]:
    """Nothing heard for as long as each one's policy version says, and no notice given yet."""
    waiting = _waiting(by).filter(expiry_announced_at=None)
    for version_id in waiting.order_by().values_list("policy_version_id", flat=True).distinct():
        days = after(pack_of(version_id).reply_window.unfinished)
        before = clock.now() - timedelta(days=days)
        yield from waiting.filter(policy_version_id=version_id, last_item_at__lte=before)


def _each(cases: Iterable[SupportRequest], act: Callable[..., object], by: Actor) -> int:
    return each_alone(cases, partial(act, by=by))
