"""The desk's list: filtered, searched, paged by the last row seen; one statement a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission, can
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid, NotAllowed
from silah.foundation.kernel.text import ascii_digits, clean
from silah.journey.requests import rules
from silah.journey.requests.gaps import LACKING
from silah.journey.requests.models import RequirementItem, SupportRequest
from silah.journey.requests.queries.case import is_late
from silah.journey.requests.stages import BEFORE_DECISION, OPEN, STAGE_NAMES, Stage
from silah.journey.services import catalogue, territory
from silah.people import queries as people
from silah.policy.queries import pack_of

REFERENCE = re.compile(r"(1[34]\d\d)\s*/\s*(\d{1,6})")
SORTS = {"waiting": "stage_since", "newest": "-submitted_at", "due": "ceiling_on"}


@dataclass(frozen=True)
class Filters:
    """Nothing chosen lists every open request, longest waiting first."""

    stages: tuple[Stage, ...] = ()
    mine: bool = False
    overdue: bool = False
    urgent: bool = False
    service: str = ""
    office_id: UUID | None = None
    search: str = ""
    applicant_id: UUID | None = None
    sort: str = "waiting"


@dataclass(frozen=True)
class WorklistRow:
    id: UUID
    reference: str
    applicant_id: UUID
    applicant_name: str
    file_number: str
    service: str
    service_title: str
    stage: Stage
    stage_words: str
    stage_since: datetime
    submitted_at: datetime
    ceiling_on: date | None
    days_left: int | None
    overdue: bool
    urgent: bool
    place_name: str
    missing: int
    owner_id: UUID | None


@dataclass(frozen=True)
class Page:
    """`after` asks for the next page; empty on the last."""

    rows: tuple[WorklistRow, ...]
    after: str = ""


def worklist(by: Actor, filters: Filters | None = None, after: str | None = None, limit: int = 50) -> Page:
    if not can(by, Permission.VIEW_REQUEST):
        raise NotAllowed(_("قائمة الطلبات ليست من صلاحيتك."))
    chosen = filters or Filters()
    order = SORTS.get(chosen.sort, "stage_since")
    rows = _after(_filtered(by, chosen), order, after).annotate(missing_papers=_missing())
    by_id = "-id" if order.startswith("-") else "id"
    found = list(rows.select_related("applicant").defer("answers").order_by(order, by_id)[: limit + 1])
    shown = found[:limit]
    more = _cursor(shown[-1], order) if len(found) > limit else ""
    return Page(tuple(_row(row) for row in shown), more)


def stage_counts(by: Actor) -> dict[Stage, int]:
    """How many stand at each open stage: one statement."""
    if not can(by, Permission.VIEW_REQUEST):
        raise NotAllowed(_("قائمة الطلبات ليست من صلاحيتك."))
    rows = SupportRequest.objects.filter(organisation_id=by.organisation_id, stage__in=OPEN)
    return {Stage(stage): n for stage, n in rows.values_list("stage").annotate(n=Count("id"))}


def _filtered(by: Actor, chosen: Filters) -> QuerySet[SupportRequest]:
    rows = SupportRequest.objects.filter(organisation_id=by.organisation_id)
    for wanted, condition in _conditions(by, chosen):
        if wanted:
            rows = rows.filter(condition)
    return rows.filter(_searched(by, chosen.search)) if chosen.search.strip() else rows


def _conditions(by: Actor, chosen: Filters) -> Iterator[tuple[object, Q]]:
    waits = {*BEFORE_DECISION, Stage.DECIDED}
    yield chosen.stages, Q(stage__in=chosen.stages)
    yield not (chosen.stages or chosen.search or chosen.applicant_id), Q(stage__in=OPEN)
    yield chosen.applicant_id, Q(applicant_id=chosen.applicant_id)
    yield chosen.mine, Q(owner_id=by.membership_id)
    yield chosen.overdue, Q(ceiling_on__lt=clock.today(), stage__in=waits)
    yield chosen.urgent, Q(urgent=True)
    yield chosen.service, Q(service=chosen.service)
    yield chosen.office_id, Q(office_id=chosen.office_id)
    yield chosen.sort == "due", Q(ceiling_on__isnull=False)


def _searched(by: Actor, text: str) -> Q:
    """A reference by its own form; anything else finds people first."""
    wanted = ascii_digits(clean(text))
    if found := REFERENCE.fullmatch(wanted):
        reference = f"{found[1]}/{int(found[2]):06d}"
        return Q(reference=reference) | Q(applicant__file_number=reference)
    return Q(applicant_id__in=people.found(by, text))


def _missing() -> Coalesce:
    papers = RequirementItem.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        support_request=OuterRef("id"),
        state__in=LACKING,
        optional=False,
    )
    counted = papers.order_by().values("support_request").annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _after(rows: QuerySet[SupportRequest], order: str, after: str | None) -> QuerySet[SupportRequest]:
    if not after:
        return rows
    try:
        value, _bar, last = after.partition("|")
        field = order.lstrip("-")
        edge = date.fromisoformat(value) if field == "ceiling_on" else datetime.fromisoformat(value)
        row_id = UUID(last)
    except ValueError:
        raise Invalid(_("هذه الصفحة من القائمة لم تعد موجودة."), code="cursor") from None
    beyond = "lt" if order.startswith("-") else "gt"
    return rows.filter(Q(**{f"{field}__{beyond}": edge}) | Q(**{field: edge, f"id__{beyond}": row_id}))


def _cursor(row: SupportRequest, order: str) -> str:
    return f"{getattr(row, order.lstrip('-')).isoformat()}|{row.id}"


def _row(row: SupportRequest) -> WorklistRow:
    pack = pack_of(row.policy_version_id)
    stage = Stage(row.stage)
    return WorklistRow(
        id=row.id,
        reference=row.reference or "",
        applicant_id=row.applicant_id,
        applicant_name=row.applicant.full_name,
        file_number=row.applicant.file_number or "",
        service=row.service,
        service_title=catalogue.service(pack, row.service).title,
        stage=stage,
        stage_words=str(STAGE_NAMES[stage]),
        stage_since=row.stage_since,
        submitted_at=row.submitted_at,
        ceiling_on=row.ceiling_on,
        days_left=rules.days_left(row.ceiling_on, clock.today()) if row.ceiling_on else None,
        overdue=is_late(row),
        urgent=row.urgent,
        place_name=territory.name(pack, row.place),
        missing=getattr(row, "missing_papers", 0),
        owner_id=row.owner_id,
    )
