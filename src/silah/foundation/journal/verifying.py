"""Whether anybody has changed the history: every link of every chain of the open association, and every head.

PostgreSQL walks the chains and confirms the entries that hold, so that a million of them are looked at without
leaving it. What it cannot confirm comes here and is looked at as it was written, which has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from silah.foundation.journal.links import FIRST, canonical_text, link_digest
from silah.foundation.journal.models import Entry
from silah.foundation.tenancy import required_organisation_id

AT_ONCE = 500  # unconfirmed entries held in memory
# A list stands in jsonb's own text with spaces; of lists within lists PostgreSQL confirms nothing.
VALUE = """CASE jsonb_typeof(value) WHEN 'array' THEN '[' || (
    SELECT coalesce(string_agg(item::text, ',' ORDER BY nth), '')
    FROM jsonb_array_elements(value) WITH ORDINALITY AS listed (item, nth)
) || ']' ELSE value::text END"""
DATA = f"""CASE jsonb_typeof(data) WHEN 'object' THEN (
    SELECT coalesce(string_agg(to_json(key)::text || ':' || {VALUE}, ',' ORDER BY key COLLATE "C"), '')
    FROM jsonb_each(data)
) END"""  # noqa: S608 - our own words, as in all that follows
MOMENT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
# The words of `canonical_text`, of the columns.
TEXT = f"""'{{"actor":[' || to_json(actor_kind)::text || ',' || coalesce('"' || actor_id || '"', 'null')
    || ',' || to_json(role)::text || '],"clause":' || to_json(clause)::text
    || ',"compartment":' || to_json(compartment)::text || ',"data":{{' || {DATA}
    || '}},"door":' || to_json(door)::text || ',"event":[' || to_json(name)::text || ',' || version
    || '],"happened_at":"' || {MOMENT.format("happened_at")} || '","id":"' || id || '","number":' || number
    || ',"organisation":"' || organisation_id
    || '","policy_version":' || coalesce('"' || policy_version_id || '"', 'null')
    || ',"previous":"' || encode(previous_digest, 'hex') || '","recorded_at":"' || {MOMENT.format("recorded_at")}
    || '","subject":[' || to_json(subject_kind)::text || ',"' || subject_id || '"]}}'"""
# A year before the first is written like one after it.
CONFIRMED = f"""sha256(previous_digest || canonical) = digest AND canonical = convert_to({TEXT}, 'UTF8')
    AND least(happened_at, recorded_at) >= timestamptz '0001-01-01 00:00:00Z'"""
# One statement, so that what is written meanwhile is seen in the entries and in their heads, or in neither.
ODD = f"""
SELECT link.subject_kind, link.subject_id, link.place, link.previous, link.id,
    (head.number, head.digest) IS DISTINCT FROM (link.place, link.digest) AND link.last
FROM (
    SELECT id, subject_kind, subject_id, number, digest,
        (row_number() OVER chain)::int AS place, coalesce(lag(digest) OVER chain, %(first)s) AS previous,
        lead(id) OVER chain IS NULL AS last, previous_digest, ({CONFIRMED}) IS TRUE AS confirmed
    FROM journal_entry WHERE organisation_id = %(at)s
    WINDOW chain AS (PARTITION BY subject_kind, subject_id ORDER BY number)
) AS link
LEFT JOIN (SELECT * FROM journal_journalhead WHERE organisation_id = %(at)s) AS head USING (subject_kind, subject_id)
WHERE NOT link.confirmed OR link.number <> link.place OR link.previous_digest <> link.previous
    OR (link.last AND (head.number, head.digest) IS DISTINCT FROM (link.place, link.digest))
UNION ALL
SELECT subject_kind, subject_id, number, NULL, NULL, true FROM journal_journalhead AS head
WHERE organisation_id = %(at)s AND number > 0 AND NOT EXISTS (
    SELECT FROM journal_entry AS entry WHERE entry.organisation_id = %(at)s
    AND entry.subject_kind = head.subject_kind AND entry.subject_id = head.subject_id
)
ORDER BY 1, 2, 3
"""  # noqa: S608


@dataclass(frozen=True)
class Broken:
    kind: str
    subject_id: UUID
    number: int
    why: str


class _Odd(NamedTuple):
    kind: str
    subject_id: UUID
    place: int  # the how manieth of its chain
    previous: bytes | None  # digest of the entry before it
    id: UUID | None  # none where a head has no entries
    torn: bool  # the last of its chain, and its head says otherwise


def verify() -> Iterator[Broken]:
    """Each link of the open association that does not hold. Memory stays flat."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(ODD, {"at": required_organisation_id(), "first": FIRST})
        for some in batched(cursor, AT_ONCE):
            yield from _looked_at([_Odd(*row) for row in some])


def _looked_at(some: list[_Odd]) -> Iterator[Broken]:
    entries: dict[Any, Entry] = Entry.objects.in_bulk([odd.id for odd in some if odd.id])
    for odd in some:
        if odd.id is None:
            yield Broken(odd.kind, odd.subject_id, odd.place, "entries missing")
            continue
        entry = entries[odd.id]
        for why in _faults(entry, bytes(odd.previous or b""), odd.place):
            yield Broken(odd.kind, odd.subject_id, entry.number, why)
        if odd.torn:
            yield Broken(odd.kind, odd.subject_id, odd.place, "head differs from the last entry")


def _faults(entry: Entry, previous: bytes, place: int) -> Iterator[str]:
    canonical = bytes(entry.canonical)
    if entry.number != place:
        yield "number missing"
    if bytes(entry.previous_digest) != previous:
        yield "does not follow its predecessor"
    if link_digest(bytes(entry.previous_digest), canonical) != bytes(entry.digest):
        yield "digest differs from the text"
    if canonical_text(entry) != canonical:
        yield "columns differ from the text"
