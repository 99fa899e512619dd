"""The desk's list: filtered, searched, paged by the last row seen; one statement a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission, can
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotAllowed
from silah.foundation.kernel.text import ascii_digits, clean
from silah.foundation.tenancy import FIRST, Asked, Page, Place, Prepared, beginning, paged, prepared
from silah.journey.requests import rules
from silah.journey.requests.gaps import LACKING
from silah.journey.requests.models import NO_DAY, RequirementItem, SupportRequest
from silah.journey.requests.queries import kin
from silah.journey.requests.queries.case import is_late
from silah.journey.requests.stages import BEFORE_DECISION, OPEN, STAGE_NAMES, Stage
from silah.journey.services import catalogue, territory
from silah.people import queries as people
from silah.policy.queries import pack_of

REFERENCE = re.compile(r"(1[34]\d\d)\s*/\s*(\d{1,6})")
# Where a list says what to do first: what is urgent, then what must be answered soonest, then what waited longest.
SORTS = {
    "first": ("-urgent", "answer_by", "stage_since", "id"),
    "waiting": ("stage_since", "id"),
    "newest": ("-submitted_at", "-id"),
    "due": ("answer_by", "id"),
}

# What a row is made of, read as values: a list opens no seal, and makes no object of a whole file for a name.
SHOWN = (
    *(
        "id",
        "reference",
        "applicant_id",
        "applicant__full_name",
        "applicant__file_number",
        "service",
        "stage",
    ),
    *("stage_since", "submitted_at", "ceiling_on", "urgent", "place", "owner_id", "policy_version_id"),
    *("missing_papers", "answer_by"),
)

MANY = 3000  # people whose requests are not all sorted to show the newest
STEPS = 2000  # newest requests looked at for those of many
SHAPES = 256  # of the first page: orders by what somebody's roles wait for


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


class WorklistRow(NamedTuple):
    """A tuple: a frozen object of as many fields is made field by field, half of what a row costs."""

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
    shut: bool = False  # decided, and its reader is kin


def worklist(by: Actor, filters: Filters | None = None, at: Place = FIRST) -> Page[WorklistRow]:
    if not can(by, Permission.VIEW_REQUEST):
        raise NotAllowed(_("قائمة الطلبات ليست من صلاحيتك."))
    chosen = filters or Filters()
    order = SORTS.get(chosen.sort, SORTS["waiting"])
    shut = kin.settled(by)
    show = partial(_row, today=clock.today())
    if not shut and _is_plain(chosen) and not (at.after or at.before):
        found = _first_page(by, chosen, at.limit)
        return beginning(found.read(*found.args), order, at.limit).each(show)
    newest = 0 if at.after or at.before or order != SORTS["newest"] else at.limit + 1
    page = paged(_shown(_filtered(by, chosen, newest)), order, at).each(show)
    return page.each(lambda row: _shut(row) if row.id in shut else row) if shut else page


def worklist_asked(by: Actor, chosen: Filters, limit: int) -> Asked | None:
    """For a page that shows more beside its first rows; none where the reader or what was chosen has a statement of
    its own."""
    return _first_page(by, chosen, limit) if _is_plain(chosen) and not by.kin else None


def _first_page(by: Actor, chosen: Filters, limit: int) -> Asked:
    order = SORTS.get(chosen.sort, SORTS["waiting"])
    return _begins(order, chosen.stages or tuple(OPEN), limit + 1).asked(by.organisation_id)


def _is_plain(chosen: Filters) -> bool:
    """By stage alone, as the desk opens it: a statement whose shape is known."""
    return replace(chosen, stages=(), sort="") == Filters(sort="")


@lru_cache(SHAPES)
def _begins(order: tuple[str, ...], stages: tuple[Stage, ...], limit: int) -> Prepared[UUID, Any]:
    """The stages stand in the statement: the lists' indexes are of those that are open."""

    def rows(organisation_id: UUID) -> QuerySet[SupportRequest, Any]:
        wanted = SupportRequest.objects.filter(organisation_id=organisation_id, stage__in=stages)
        return _shown(wanted).order_by(*order)[:limit]

    return Prepared(rows)


def _shown(rows: QuerySet[SupportRequest]) -> QuerySet[SupportRequest, Any]:
    counted = rows.annotate(missing_papers=_missing(), answer_by=Coalesce("ceiling_on", Value(NO_DAY)))
    return counted.values_list(*SHOWN, named=True)


def stage_counts(by: Actor) -> dict[Stage, int]:
    """How many stand at each open stage: one statement."""
    if not can(by, Permission.VIEW_REQUEST):
        raise NotAllowed(_("قائمة الطلبات ليست من صلاحيتك."))
    found = {Stage(stage): n for stage, n in _at_each_stage(by.organisation_id)}
    for stage in kin.settled_stages(by):  # none of those is in this reader's lists by stage
        found[stage] = found.get(stage, 1) - 1
    return {stage: n for stage, n in found.items() if n}


def stage_counts_asked(by: Actor) -> Asked:
    """For a page that shows more beside them."""
    return _at_each_stage.asked(by.organisation_id)


@prepared
def _at_each_stage(organisation_id: UUID) -> QuerySet[SupportRequest, tuple[str, int]]:
    rows = SupportRequest.objects.filter(organisation_id=organisation_id, stage__in=OPEN)
    return rows.values_list("stage").annotate(n=Count("*")).order_by("stage")


def _filtered(by: Actor, chosen: Filters, newest: int = 0) -> QuerySet[SupportRequest]:
    """`newest`: so many of the newest are enough."""
    rows = SupportRequest.objects.filter(organisation_id=by.organisation_id)
    for wanted, condition in _conditions(by, chosen):
        if wanted:
            rows = rows.filter(condition)
    if (chosen.stages or chosen.overdue or not (chosen.search or chosen.applicant_id)) and (
        shut := kin.settled(by)
    ):
        rows = rows.exclude(id__in=shut)  # it would stand among those accepted, or would not
    return rows.filter(_searched(by, chosen, newest)) if chosen.search.strip() else rows


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


def _searched(by: Actor, chosen: Filters, newest: int) -> Q:
    """A reference by its own form; anything else finds people first."""
    text = chosen.search
    wanted = ascii_digits(clean(text))
    if found := REFERENCE.fullmatch(wanted):
        reference = f"{found[1]}/{int(found[2]):06d}"
        return Q(reference=reference) | Q(applicant__file_number=reference)
    if not newest or chosen != Filters(search=text, sort="newest"):
        return Q(applicant_id__in=people.found(by, text))
    first = people.first(by, text)
    if first.named:
        return Q(id__in=_newest_of(first.named, newest))
    return Q(applicant_id__in=first.ids)


def _newest_of(named: tuple[str, ...], most: int) -> list[UUID]:
    """Of people with such names, more than were looked for: the owner's function, as finding people is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM silah_newest_requests(%s, %s, %s, %s)", [list(named), most, MANY, STEPS]
        )
        return [row[0] for row in cursor.fetchall()]


def _shut(row: WorklistRow) -> WorklistRow:
    return row._replace(
        stage=Stage.DECIDED, stage_words=str(kin.DECIDED_WORDS), stage_since=row.submitted_at,
        overdue=False, shut=True,
    )  # fmt: skip


def _missing() -> Coalesce:
    papers = RequirementItem.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        support_request=OuterRef("id"),
        state__in=LACKING,
        optional=False,
    )
    counted = papers.order_by().values("support_request").annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _row(row: Any, today: date) -> WorklistRow:
    pack = pack_of(row.policy_version_id)
    stage = Stage(row.stage)
    return WorklistRow(
        id=row.id,
        reference=row.reference or "",
        applicant_id=row.applicant_id,
        applicant_name=row.applicant__full_name,
        file_number=row.applicant__file_number or "",
        service=row.service,
        service_title=catalogue.service(pack, row.service).title,
        stage=stage,
        stage_words=str(STAGE_NAMES[stage]),
        stage_since=row.stage_since,
        submitted_at=row.submitted_at,
        ceiling_on=row.ceiling_on,
        days_left=rules.days_left(row.ceiling_on, today) if row.ceiling_on else None,
        overdue=is_late(row, today),
        urgent=row.urgent,
        place_name=territory.name(pack, row.place),
        missing=row.missing_papers,
        owner_id=row.owner_id,
    )
