"""Reading the history back as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from silah.foundation.access import Actor
from silah.foundation.access.actor import ROLE_NAMES, Role
from silah.foundation.journal.events import Event, load, quiet_events
from silah.foundation.journal.models import Compartment, Entry, JournalHead
from silah.foundation.tenancy import Asked, prepared

ROLES = 512  # ways to hold several at once
# What a line is made of. Nothing else is read: histories are long, and a row of these is no model.
READ = (
    *("id", "number", "happened_at", "recorded_at", "name", "version", "data"),
    *("actor_id", "actor_kind", "role", "door", "clause"),
)
IN_ORDER = attrgetter("happened_at", "recorded_at", "number")
NEWEST = ("-happened_at", "-recorded_at", "-number")
RECENT = 12  # lines beside what they are about


class Line(NamedTuple):
    """One line of a timeline."""

    id: UUID
    number: int
    when: datetime
    recorded_at: datetime
    actor_id: UUID | None
    actor_kind: str
    role: str
    door: str
    clause: str
    name: str
    happened: Event

    @property
    def sentence(self) -> str:
        return self.happened.sentence()

    @property
    def late(self) -> bool:
        """Entered well after it happened: paper, or a power cut."""
        return (self.recorded_at - self.when).total_seconds() > 3600


def timeline(by: Actor, subjects: Iterable[tuple[str, UUID]], *, health: bool = False) -> list[Line]:
    """All that happened on these subjects, oldest first; sealed compartments only where allowed."""
    asked = timeline_asked(by, subjects, health=health)
    entries = [entry for each in asked for entry in each.read(*each.args)]
    return _lines(sorted(entries, key=IN_ORDER))


def timeline_asked(
    by: Actor, subjects: Iterable[tuple[str, UUID]], *, health: bool = False
) -> tuple[Asked, ...]:
    """For a page that shows more beside it."""
    allowed = _compartments(health)
    ids: dict[str, list[UUID]] = {}
    for kind, subject_id in subjects:
        ids.setdefault(kind, []).append(subject_id)
    return tuple(_entries.asked(by.organisation_id, kind, wanted, allowed) for kind, wanted in ids.items())


@prepared
def _entries(
    organisation_id: UUID, kind: str, ids: list[UUID], compartments: list[str]
) -> QuerySet[Entry, Any]:
    rows = Entry.objects.filter(organisation_id=organisation_id, subject_kind=kind, subject_id__any_of=ids)
    return rows.filter(compartment__any_of=compartments).values_list(*READ, named=True)


def recent(by: Actor, kind: str, subject_id: UUID, *, health: bool = False) -> list[Line]:
    """The last that asks for attention, at most `RECENT` lines, the newest first."""
    asked = recent_asked(by, kind, subject_id, health=health)
    return _lines(asked.read(*asked.args))


def recent_asked(by: Actor, kind: str, subject_id: UUID, *, health: bool = False) -> Asked:
    """For a page that shows more beside it."""
    return _recent_entries.asked(by.organisation_id, kind, subject_id, _compartments(health))


@prepared
def _recent_entries(
    organisation_id: UUID, kind: str, subject_id: UUID, compartments: list[str]
) -> QuerySet[Entry, Any]:
    rows = Entry.objects.filter(
        organisation_id=organisation_id,
        subject_kind=kind,
        subject_id=subject_id,
        compartment__any_of=compartments,
    )
    for name, holds in quiet_events():
        rows = rows.exclude(name=name, data__contains=holds) if holds else rows.exclude(name=name)
    return rows.order_by(*NEWEST).values_list(*READ, named=True)[:RECENT]


def _compartments(health: bool) -> list[str]:
    return [str(Compartment.OPEN), *([str(Compartment.HEALTH)] if health else [])]


def latest(by: Actor, kind: str, subject_id: UUID, *, at_most: int) -> list[Line]:
    """The last that happened on one subject, the newest first."""
    rows = Entry.objects.filter(
        organisation_id=by.organisation_id,
        subject_kind=kind,
        subject_id=subject_id,
        compartment=Compartment.OPEN,
    )
    return _lines(rows.order_by("-number").values_list(*READ, named=True)[:at_most])


def _lines(entries: Iterable[Any]) -> list[Line]:
    """Of rows with the columns of `READ`."""
    language = get_language() or ""
    return [_line(entry, language) for entry in entries]


def _line(entry: Any, language: str) -> Line:
    happened = load(entry.name, entry.version, entry.data)
    return Line(
        id=entry.id,
        number=entry.number,
        when=entry.happened_at,
        recorded_at=entry.recorded_at,
        actor_id=entry.actor_id,
        actor_kind=entry.actor_kind,
        role=_role_words(entry.role, language),
        door=entry.door,
        clause=entry.clause,
        name=entry.name,
        happened=happened,
    )


def head_digest(by: Actor, kind: str, subject_id: UUID) -> str:
    """The last link of a subject's chain, as hexadecimal: who holds it can tell whether the history changed."""
    head = JournalHead.objects.filter(
        organisation_id=by.organisation_id, subject_kind=kind, subject_id=subject_id
    ).first()
    return bytes(head.digest).hex() if head else ""


@lru_cache(ROLES)
def _role_words(roles: str, language: str) -> str:
    """The few ways to hold roles stand in every line of a history."""
    return "، ".join(str(ROLE_NAMES[Role(word)]) for word in roles.split())
