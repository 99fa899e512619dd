"""Recording in one go what one act does to many subjects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.journal import frame as running
from silah.foundation.journal import links
from silah.foundation.journal.chain import OutsideOperation, entry_of
from silah.foundation.journal.events import Event
from silah.foundation.journal.models import Entry
from silah.foundation.tenancy import ScopedModel


@dataclass(frozen=True)
class Happening:
    happened: Event
    on: ScopedModel | tuple[str, UUID]
    clause: str = ""
    policy_version_id: UUID | None = None


def record_many(happenings: Iterable[Happening], *, by: Actor, at: datetime | None = None) -> list[Entry]:
    """As `record` for each, in the order given."""
    frame = running.current.get()
    if frame is None:
        raise OutsideOperation("record_many")
    told = [(one.happened, _entry(one, by, at)) for one in happenings]
    if told:
        links.keep(told)
    entries = [entry for _happened, entry in told]
    frame.entries.extend(entries)
    return entries


def _entry(one: Happening, by: Actor, at: datetime | None) -> Entry:
    return entry_of(one.happened, one.on, by, one.clause, at, one.policy_version_id)
