"""Many entries in a handful of statements, for one act that touches many subjects at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from silah.foundation.access import Actor
from silah.foundation.journal import chain
from silah.foundation.journal import frame as running
from silah.foundation.journal.chain import FIRST, OutsideOperation, canonical_text, link_digest
from silah.foundation.journal.events import Event
from silah.foundation.journal.lasting import LASTING
from silah.foundation.journal.models import Entry
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import ScopedModel, required_organisation_id


@dataclass(frozen=True)
class Happening:
    happened: Event
    on: ScopedModel | tuple[str, UUID]
    clause: str = ""
    policy_version_id: UUID | None = None


def record_many(happenings: Iterable[Happening], *, by: Actor, at: datetime | None = None) -> list[Entry]:
    """As `record` for each, in the order given; heads are locked sorted, all at once."""
    told = list(happenings)
    frame = running.current.get()
    if frame is None:
        raise OutsideOperation("record_many")
    if not told:
        return []
    entries = [_entry(one, by, at) for one in told]
    heads = _locked_heads({(entry.subject_kind, entry.subject_id) for entry in entries})
    for entry in entries:
        head = heads[entry.subject_kind, entry.subject_id]
        entry.number, entry.previous_digest = head.number + 1, head.digest
        entry.canonical = canonical_text(entry)
        entry.digest = link_digest(head.digest, entry.canonical)
        head.number, head.digest = entry.number, entry.digest
    Entry.objects.bulk_create(entries)
    _keep(heads.values())
    frame.entries.extend(entries)
    react_many([(one.happened, entry) for one, entry in zip(told, entries, strict=True)])
    return entries


def _one_by_one(pairs: Iterable[tuple[Event, Entry]]) -> None:
    for happened, entry in pairs:
        chain.react(happened, entry)


# Set by config, as `chain.react` is, to defer what follows in one statement a task.
react_many: Callable[[Iterable[tuple[Event, Entry]]], None] = _one_by_one


def _entry(one: Happening, by: Actor, at: datetime | None) -> Entry:
    kind, subject_id = one.on if isinstance(one.on, tuple) else (one.on.row_kind(), one.on.id)
    version_id = one.policy_version_id or getattr(one.on, "policy_version_id", None)
    return chain._entry(one.happened, kind, subject_id, by, one.clause, at, version_id)


@dataclass
class _Head:
    id: UUID
    number: int
    digest: bytes


def _locked_heads(subjects: set[tuple[str, UUID]]) -> dict[tuple[str, UUID], _Head]:
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
