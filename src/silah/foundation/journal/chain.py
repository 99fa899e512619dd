"""Recording what happened to a subject, inside the operation that did it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.journal import frame as running
from silah.foundation.journal import links
from silah.foundation.journal.events import Event, data_of, registered
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import ScopedModel, required_organisation_id


class OutsideOperation(RuntimeError):
    """record() was called where no operation is running."""


def record(
    happened: Event,
    *,
    on: ScopedModel | tuple[str, UUID],
    by: Actor,
    clause: str = "",
    at: datetime | None = None,
    policy_version_id: UUID | None = None,
) -> Entry:
    """One entry on one subject; its number and digests are there once it is written, when the outermost
    operation ends. `at` is when it happened, now unless paper says otherwise."""
    frame = running.current.get()
    if frame is None:
        raise OutsideOperation(registered(happened).event_name)
    entry = entry_of(happened, on, by, clause, at, policy_version_id)
    links.keep([(happened, entry)])
    frame.entries.append(entry)
    return entry


def entry_of(
    happened: Event,
    on: ScopedModel | tuple[str, UUID],
    by: Actor,
    clause: str,
    at: datetime | None,
    policy_version_id: UUID | None,
) -> Entry:
    kind, subject_id = on if isinstance(on, tuple) else (on.row_kind(), on.id)
    now, known = clock.now(), registered(happened)
    return Entry(
        id=new_id(),
        organisation_id=required_organisation_id(),
        subject_kind=kind,
        subject_id=subject_id,
        happened_at=at or now,
        recorded_at=now,
        name=known.event_name,
        version=known.event_version,
        actor_kind=by.kind,
        actor_id=by.id,
        role=" ".join(sorted(by.roles)),
        door=by.door,
        policy_version_id=policy_version_id or getattr(on, "policy_version_id", None),
        clause=clause,
        compartment=known.event_compartment,
        data=data_of(happened),
    )
