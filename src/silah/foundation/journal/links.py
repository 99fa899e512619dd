"""Adding links to chains: all that one operation recorded, in a handful of statements, however many subjects."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from silah.foundation.journal import frame as running
from silah.foundation.journal.events import Event
from silah.foundation.journal.lasting import LASTING
from silah.foundation.journal.models import Entry
from silah.foundation.kernel.canonical import as_text, canonical_bytes
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import insert, required_organisation_id

FIRST = bytes(32)
Told = tuple[Event, Entry]

# Set by config to defer the tasks that follow these events, in the same transaction.
react: Callable[[Sequence[Told]], None] = lambda told: None  # noqa: E731


class InsideSavepoint(RuntimeError):
    """An operation recorded something in a savepoint of its own, whose undoing would not reach the entry."""


def keep(told: Sequence[Told]) -> None:
    """Written when the outermost operation ends, or takes a number; at once where none is running."""
    waiting = _waiting()
    if waiting is None:
        write(told)
        return
    if len(connection.savepoint_ids) != waiting.depth:
        raise InsideSavepoint(told[0][1].name)
    waiting.told.extend(told)


def settle() -> None:
    """Writes what the running operation has recorded so far: subjects are locked before any counter."""
    waiting = _waiting()
    if waiting is not None and waiting.told:
        told, waiting.told = waiting.told, []
        write(told)


def _waiting() -> running.Waiting | None:
    frame = running.current.get()
    return frame.waiting if frame else None


def write(told: Sequence[Told]) -> None:
    """Heads are locked sorted, all at once; each subject's entries are chained in the order given."""
    entries = [entry for _happened, entry in told]
    heads = _locked_heads({(entry.subject_kind, entry.subject_id) for entry in entries})
    for entry in entries:
        head = heads[entry.subject_kind, entry.subject_id]
        entry.number, entry.previous_digest = head.number + 1, head.digest
        entry.canonical = canonical_text(entry)
        entry.digest = link_digest(head.digest, entry.canonical)
        head.number, head.digest = entry.number, entry.digest
    insert(entries)
    _keep(heads.values())
    react(told)


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


@dataclass
class _Head:
    id: UUID
    number: int
    digest: bytes


def _locked_heads(subjects: set[tuple[str, UUID]]) -> dict[tuple[str, UUID], _Head]:
    """The heads' rows, made for first entries, locked until commit: one statement."""
    ordered = sorted(subjects)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_journalhead (id, organisation_id, subject_kind, subject_id, number, digest)"  # noqa: S608
            " SELECT n.id, %s, n.kind, n.subject, 0, %s"
            " FROM unnest(%s::uuid[], %s::text[], %s::uuid[]) WITH ORDINALITY AS n(id, kind, subject, place)"
            " ORDER BY n.place"
            " ON CONFLICT (organisation_id, subject_kind, subject_id)"
            " DO UPDATE SET number = journal_journalhead.number"
            f" RETURNING subject_kind, subject_id, id, number, digest, {LASTING}",
            [
                required_organisation_id(), FIRST, [new_id() for _ in ordered],
                [kind for kind, _ in ordered], [subject for _, subject in ordered],
            ],
        )  # fmt: skip
        return {
            (kind, sid): _Head(row, number, bytes(d)) for kind, sid, row, number, d, _l in cursor.fetchall()
        }


def _keep(heads: Iterable[_Head]) -> None:
    rows = list(heads)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_journalhead AS h SET number = n.number, digest = n.digest"
            " FROM unnest(%s::uuid[], %s::int[], %s::bytea[]) AS n(id, number, digest)"
            " WHERE h.id = n.id AND h.organisation_id = %s",
            [
                [row.id for row in rows], [row.number for row in rows], [row.digest for row in rows],
                required_organisation_id(),
            ],
        )  # fmt: skip
