"""Which policy is in force, now or on a past day; packs are read once, since a version never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotYet
from silah.foundation.tenancy import Asked, prepared, remembered
from silah.policy.models import BoardRule, PolicyVersion, ToolDocument
from silah.policy.pack import Pack, from_canonical


@dataclass(frozen=True)
class Ceiling:
    """The board's own latest day for a reply; without minutes it is a day to aim for."""

    days: int
    minutes: str


# What a reply aims for until a board says otherwise: a suggestion, always labelled as such.
EVER = datetime(9999, 1, 1, tzinfo=UTC)
AIM_DAYS = 30


def current_row(by: Actor) -> PolicyVersion | None:
    return remembered("policy", lambda: _newest.first(by.organisation_id))


@prepared
def _newest(organisation_id: UUID) -> QuerySet[PolicyVersion]:
    rows = PolicyVersion.objects.filter(organisation_id=organisation_id).defer("canonical")
    return rows.order_by("-number")[:1]


def current_asked(by: Actor) -> Asked:
    return _newest.asked(by.organisation_id)


def current(by: Actor) -> tuple[PolicyVersion, Pack]:
    version = current_row(by)
    if version is None:
        raise NotYet(_("لم تُنشر سياسة الجمعية بعد، ولا تُفتح هذه الصفحة قبل نشرها."), code="no_policy")
    return version, pack_of(version.id)


@lru_cache(maxsize=512)
def pack_of(version_id: UUID) -> Pack:
    """Read within the association's transaction; an id of another association is not found."""
    return from_canonical(bytes(PolicyVersion.objects.values_list("canonical", flat=True).get(id=version_id)))


def in_force_at(by: Actor, moment: datetime) -> PolicyVersion | None:
    """The newest published by then; `told` says whether the journal has the entry of its publication."""
    return next(iter(_published.once(by.organisation_id, moment)), None)


@prepared
def _published(organisation_id: UUID, moment: datetime) -> QuerySet[PolicyVersion]:
    told = Entry.objects.filter(
        organisation_id=organisation_id, name="policy.published", policy_version_id=OuterRef("id")
    )
    rows = PolicyVersion.objects.filter(organisation_id=organisation_id, published_at__lte=moment)
    return rows.defer("canonical").annotate(told=Exists(told)).order_by("-number")[:1]


def asked_at(by: Actor, moment: datetime) -> tuple[Asked, ...]:
    """What a page of a past moment asks of the policy: version, ceiling and tools as they were; and what is now."""
    return (
        current_asked(by),
        _published.asked(by.organisation_id, moment),
        _ceilings.asked(by.organisation_id, moment),
        _tools.asked(by.organisation_id, moment, clock.day_of(moment)),
    )


def versions(by: Actor) -> list[PolicyVersion]:
    rows = PolicyVersion.objects.filter(organisation_id=by.organisation_id).defer("canonical")
    return list(rows.order_by("-number"))


def reply_ceiling(by: Actor, pack: Pack, until: datetime | None = None) -> Ceiling:
    """The board's figure, now or at a past moment; else the pack's; else the day aimed for."""
    rules = _ceilings.once(by.organisation_id, until or EVER)
    if rules:
        return Ceiling(rules[0].value, rules[0].minutes)
    window = pack.reply_window
    minutes = window.ceiling_minutes.number if window.ceiling_minutes else ""
    return Ceiling(window.latest_after_days or max(AIM_DAYS, window.floor_days or 0), minutes)


@prepared
def _ceilings(organisation_id: UUID, until: datetime) -> QuerySet[BoardRule]:
    rules = BoardRule.objects.filter(
        organisation_id=organisation_id, name=BoardRule.REPLY_CEILING_DAYS, recorded_at__lt=until
    )
    return rules.order_by("-recorded_at")[:1]


def tool_documents(by: Actor, until: datetime | None = None) -> dict[str, ToolDocument]:
    """The newest document of each tool, now or at a past moment."""
    rows = ToolDocument.objects.filter(organisation_id=by.organisation_id).order_by("number")
    if until is not None:
        rows = rows.filter(uploaded_at__lt=until)
    return {row.tool: row for row in rows}


def tool_document(by: Actor, tool: str, until: datetime) -> ToolDocument | None:
    """The version of one tool in force at that moment, without its text; one not in force yet is passed over."""
    newest = _tools.once(by.organisation_id, until, clock.day_of(until))
    return next((row for row in newest if row.tool == tool), None)


@prepared
def _tools(organisation_id: UUID, until: datetime, day: date) -> QuerySet[ToolDocument]:
    rows = ToolDocument.objects.filter(
        organisation_id=organisation_id, uploaded_at__lt=until, effective_from__lte=day
    )
    return rows.defer("text").order_by("tool", "-number").distinct("tool")
