"""Replies as lists: ready, on their way, arrived; and requests whose latest day passed without one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.tenancy import FIRST, Asked, Page, Place, paged, prepared
from silah.journey.decisions.models import Reply
from silah.journey.decisions.queries.replies import OverdueRow, ReplyRow, overdue_row, rows_of, views_of
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.queries import concerning
from silah.journey.requests.stages import Stage

WHICH = ("ready", "undelivered", "arrived")
EARLY = "early"  # of the ready ones, those a reason may send before their first day
NEVER = date(9999, 12, 31)
READY = Q(released_at=None, decision__final_at__isnull=False)
UNDELIVERED = Q(released_at__isnull=False, closed_at=None)


def replies(
    by: Actor,
    which: str,
    *,
    to: Collection[UUID] | None = None,
    reference: str = "",
    outcome: str = "",
    owner: UUID | None = None,
    sitting: UUID | None = None,
    sort: str = "",
    at: Place = FIRST,
) -> Page[ReplyRow]:
    """`to` are applicants; `sort` is oldest, newest or ceiling. What waits comes soonest first, what went newest."""
    rows = _of(by, which)
    if to is not None:
        rows = rows.filter(support_request__applicant_id__in=to)
    if reference:
        rows = rows.filter(support_request__reference=reference)
    if outcome:
        rows = rows.filter(decision__outcome=outcome)
    if owner is not None:
        rows = rows.filter(owner_id=owner)
    if sitting is not None:
        rows = rows.filter(decision__agenda_item__sitting_id=sitting)
    page = paged(rows.annotate(due=Coalesce("ceiling_on", Value(NEVER))), _order(which, sort), at)
    return page.of(views_of(list(page.rows), tries=which == "undelivered"))


def early_among(by: Actor, ids: Collection[UUID]) -> list[ReplyRow]:
    """Of these, whichever page they were chosen on, those that a reason may still send."""
    return views_of(list(_of(by, EARLY).filter(id__in=ids)))


def any_early(by: Actor) -> bool:
    return bool(_early_number(by.organisation_id, _shut(by), clock.today()))


def early_sittings(by: Actor) -> list[tuple[UUID, str]]:
    """Id and number of each sitting whose replies could leave early, the newest first."""
    sitting = "decision__agenda_item__sitting"
    rows = _of(by, EARLY).filter(**{f"{sitting}__isnull": False})
    found = rows.values_list(f"{sitting}_id", f"{sitting}__number").distinct()
    return [(sitting_id, number or "") for sitting_id, number in found.order_by(f"-{sitting}__number")]


def _of(by: Actor, which: str) -> QuerySet[Reply]:
    rows = rows_of(by)
    if which == "undelivered":
        return rows.filter(UNDELIVERED)
    if which == "arrived":
        return rows.filter(closed_at__isnull=False)
    ready = rows.filter(READY)
    return ready.filter(mode="inform", floor_on__gt=clock.today()) if which == EARLY else ready


def _order(which: str, sort: str) -> tuple[str, ...]:
    if sort == "ceiling":
        return ("due", "id")
    moment = {"undelivered": "released_at", "arrived": "closed_at"}.get(which, "release_at")
    newest = sort == "newest" or (which == "arrived" and sort != "oldest")
    return (f"-{moment}", "-id") if newest else (moment, "id")


def overdue(
    by: Actor, *, to: Collection[UUID] | None = None, reference: str = "", at: Place = FIRST
) -> Page[OverdueRow]:
    """Requests whose latest day has passed with no reply gone, the longest first."""
    rows = _overdue(by).select_related("applicant").defer("answers")
    if to is not None:
        rows = rows.filter(applicant_id__in=to)
    if reference:
        rows = rows.filter(reference=reference)
    return paged(rows, ("ceiling_on", "id"), at).each(overdue_row)


def counts(by: Actor) -> dict[str, int]:
    """For the tabs; what has arrived is not counted, it only grows."""
    here, shut = by.organisation_id, _shut(by)
    return {
        "ready": _ready_number.first(here, shut) or 0,
        "undelivered": _undelivered_number.first(here, shut) or 0,
        "overdue": _overdue_number.first(here, clock.today()) or 0,
    }


def counts_asked(by: Actor) -> tuple[Asked, ...]:
    """With `any_early`, for a page that asks for more beside them."""
    here, shut, today = by.organisation_id, _shut(by), clock.today()
    return (
        _ready_number.asked(here, shut),
        _undelivered_number.asked(here, shut),
        _overdue_number.asked(here, today),
        _early_number.asked(here, shut, today),
    )


def _shut(by: Actor) -> list[UUID]:
    """Requests of the reader's kin are in no count either."""
    return sorted(concerning(by))


@prepared
def _ready_number(organisation_id: UUID, shut: list[UUID]) -> QuerySet[Reply, int]:
    return _number(_standing(organisation_id, shut).filter(READY))


@prepared
def _undelivered_number(organisation_id: UUID, shut: list[UUID]) -> QuerySet[Reply, int]:
    return _number(_standing(organisation_id, shut).filter(UNDELIVERED))


@prepared
def _early_number(organisation_id: UUID, shut: list[UUID], today: date) -> QuerySet[Reply, int]:
    return _number(_standing(organisation_id, shut).filter(READY, mode="inform", floor_on__gt=today))


@prepared
def _overdue_number(organisation_id: UUID, today: date) -> QuerySet[SupportRequest, int]:
    return _number(_overdue_of(organisation_id, today))


def _number(rows: Any) -> QuerySet[Any, int]:
    """How many; no row where there is none."""
    found: QuerySet[Any, int] = (
        rows.values("organisation_id").annotate(n=Count("id")).values_list("n", flat=True)
    )
    return found


def _standing(organisation_id: UUID, shut: list[UUID]) -> QuerySet[Reply]:
    rows = Reply.objects.filter(organisation_id=organisation_id, cancelled_at=None)
    return rows.exclude(support_request__id__any_of=shut)


def _overdue(by: Actor) -> QuerySet[SupportRequest]:
    return _overdue_of(by.organisation_id, clock.today())


def _overdue_of(organisation_id: UUID, today: date) -> QuerySet[SupportRequest]:
    gone = Reply.objects.filter(
        organisation_id=organisation_id,
        support_request=OuterRef("id"),
        cancelled_at=None,
        released_at__isnull=False,
    )
    return SupportRequest.objects.filter(
        ~Exists(gone),
        organisation_id=organisation_id,
        stage__in=[Stage.COMPLETE, Stage.VERIFIED, Stage.STUDIED, Stage.DECIDED],
        ceiling_on__lt=today,
    )
