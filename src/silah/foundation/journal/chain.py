"""Adding a link to a subject's chain, and the text that is hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from silah.foundation.access import Actor
from silah.foundation.journal import frame as running
from silah.foundation.journal.events import Event, data_of, registered
from silah.foundation.journal.lasting import LASTING
from silah.foundation.journal.models import Entry, JournalHead
from silah.foundation.kernel import clock
from silah.foundation.kernel.canonical import as_text, canonical_bytes
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import ScopedModel, required_organisation_id

FIRST = bytes(32)

# Set by config to defer the tasks that follow an event, in the same transaction.
react: Callable[[Event, Entry], None] = lambda happened, entry: None  # noqa: E731


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
    """Writes one entry on one subject. `at` is when it happened, now unless paper says otherwise."""
    frame = running.current.get()
    if frame is None:
        raise OutsideOperation(registered(happened).event_name)
    kind, subject_id = on if isinstance(on, tuple) else (on.row_kind(), on.id)
    version_id = policy_version_id or getattr(on, "policy_version_id", None)
    entry = _entry(happened, kind, subject_id, by, clause, at, version_id)
    _link(entry)
    frame.entries.append(entry)
    react(happened, entry)
    return entry


def _entry(
    happened: Event,
    kind: str,
    subject_id: UUID,
    by: Actor,
    clause: str,
    at: datetime | None,
    version_id: UUID | None,
) -> Entry:
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
        policy_version_id=version_id,
        clause=clause,
        compartment=known.event_compartment,
        data=data_of(happened),
    )


def _link(entry: Entry) -> None:
    head_id, number, digest = _locked_head(entry)
    entry.number = number + 1
    entry.previous_digest = digest
    entry.canonical = canonical_text(entry)
    entry.digest = link_digest(digest, entry.canonical)
    entry.save(force_insert=True)
    JournalHead.objects.filter(id=head_id).update(number=entry.number, digest=entry.digest)


def _locked_head(entry: Entry) -> tuple[UUID, int, bytes]:
    """The head's row, made if it is the first entry, locked until commit: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_journalhead (id, organisation_id, subject_kind, subject_id, number, digest)"  # noqa: S608
            " VALUES (%s, %s, %s, %s, 0, %s)"
            " ON CONFLICT (organisation_id, subject_kind, subject_id)"
            " DO UPDATE SET number = journal_journalhead.number"
            f" RETURNING id, number, digest, {LASTING}",
            [new_id(), entry.organisation_id, entry.subject_kind, entry.subject_id, FIRST],
        )
        head_id, number, digest, _lasting = cursor.fetchone()
    return head_id, number, bytes(digest)


def canonical_text(entry: Entry) -> bytes:
    """UTF-8 JSON with sorted keys; all that the entry says, its number and its predecessor included."""
    text: dict[str, Any] = {
        "actor": [entry.actor_kind, _text(entry.actor_id), entry.role],
        "clause": entry.clause,
        "compartment": str(entry.compartment),
        "data": entry.data,
        "door": str(entry.door),
        "event": [entry.name, entry.version],
        "happened_at": as_text(entry.happened_at),
        "id": str(entry.id),
        "number": entry.number,
        "organisation": str(entry.organisation_id),
        "policy_version": _text(entry.policy_version_id),
        "previous": bytes(entry.previous_digest).hex(),
        "recorded_at": as_text(entry.recorded_at),
        "subject": [entry.subject_kind, str(entry.subject_id)],
    }
    return canonical_bytes(text)


def link_digest(previous: bytes, canonical: bytes) -> bytes:
    return hashlib.sha256(previous + canonical).digest()


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
