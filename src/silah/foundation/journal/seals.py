"""A seal says, outside the database, how far each chain stood: whoever rewrites a chain from its first entry
on, with every right to the database, is still found out by a file that lies elsewhere.

A seal's file is text. Its first line is canonical JSON: association, number, moment, the digest of the seal
before it, and the reading log's rows since then with one digest over them. Then a line for each chain that
has grown: kind, id, number of its last entry, that entry's digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.events import event
from silah.foundation.journal.links import FIRST
from silah.foundation.journal.models import Entry, Reading, Seal
from silah.foundation.journal.operation import operation
from silah.foundation.journal.reading import quarter_of
from silah.foundation.journal.verifying import Broken
from silah.foundation.kernel import clock
from silah.foundation.kernel.canonical import as_text, canonical_bytes
from silah.foundation.kernel.disk import write_for_good
from silah.foundation.tenancy import required_organisation_id, within

AT_MOST = 20_000  # chains in one seal
AT_ONCE = 500  # heads marked in one transaction: whoever writes to one of them waits for moments
EVERY = timedelta(hours=20)
# A page that began in a quarter of an hour may write its reading a little after it.
SETTLED = timedelta(minutes=30)
# As they stand committed; nobody waits while their digests go to the disk.
GROWN = """
SELECT subject_kind, subject_id, number, digest FROM journal_journalhead
WHERE organisation_id = %s AND number > sealed_number ORDER BY subject_kind, subject_id LIMIT %s
"""
# In one order. A head marked by a later seal meanwhile keeps that mark.
MARK = """
WITH said AS (SELECT * FROM unnest(%s::text[], %s::uuid[], %s::int[]) AS s (kind, subject, number)),
mine AS (
    SELECT head.id, said.number FROM journal_journalhead AS head JOIN said
    ON head.subject_kind = said.kind AND head.subject_id = said.subject
    WHERE head.organisation_id = %s AND head.sealed_number < said.number
    ORDER BY head.subject_kind, head.subject_id FOR NO KEY UPDATE OF head
)
UPDATE journal_journalhead AS head SET sealed_number = mine.number FROM mine
WHERE head.organisation_id = %s AND head.id = mine.id
"""


@event("journal.sealed")
@dataclass(frozen=True)
class Sealed:
    number: int
    subjects: int
    digest: str

    def sentence(self) -> str:
        return _("خُتم السجل، الختم رقم %(number)s") % {"number": self.number}


def seal_if_due(by: Actor) -> Seal | None:
    """In transactions of its own. Where it ends before all heads are marked, the next seal says those chains again."""
    with within(by.organisation_id):
        last = Seal.objects.filter(organisation_id=by.organisation_id).order_by("-number").first()
        if last and last.subjects < AT_MOST and last.sealed_at > clock.now() - EVERY:
            return None
        made = seal(by=by)
    mark(made)
    return made


@operation(Permission.SEAL_JOURNAL)
def seal(*, by: Actor) -> Seal:
    """The file is on disk for good before the row that vouches for it is committed."""
    _alone(by.organisation_id)
    last = Seal.objects.order_by("-number").first()
    made = Seal(
        number=last.number + 1 if last else 1,
        sealed_at=clock.now(),
        readings_from=last.readings_to if last else None,
        readings_to=quarter_of(clock.now() - SETTLED),
        previous_digest=bytes(last.digest) if last else FIRST,
    )
    chains = _grown(by.organisation_id)
    made.readings, read = _readings(made)
    content = _content(made, read, chains)
    made.subjects, made.digest = len(chains), hashlib.sha256(content).digest()
    write_for_good(_path(made), content)
    made.save(force_insert=True)
    happened = Sealed(made.number, made.subjects, made.digest.hex())
    record(happened, on=("organisation", by.organisation_id), by=by)
    return made


def mark(made: Seal) -> None:
    """What a committed seal said need not be said by the next; only a chain that grows again."""
    _head, *lines = _path(made).read_bytes().splitlines()
    for some in batched(lines, AT_ONCE):
        kinds, subjects, numbers, _digests = zip(*(line.decode().split() for line in some), strict=True)
        with within(made.organisation_id), connection.cursor() as cursor:
            at = made.organisation_id
            cursor.execute(MARK, [list(kinds), list(subjects), [int(n) for n in numbers], at, at])


def verify() -> Iterator[Broken]:
    """Whether each seal of the open association still says what the database says."""
    previous = FIRST
    for number, row in enumerate(Seal.objects.order_by("number").iterator(), 1):
        for kind, subject_id, at, why in _faults(row, previous, number):
            yield Broken(kind, subject_id, at, why)
        previous = bytes(row.digest)


# --- what is sealed ---------------------------------------------------------------------------------------

Chain = tuple[str, UUID, int, bytes]


def _alone(organisation_id: UUID) -> None:
    """Two at once would both follow the same seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"journal.seal {organisation_id}"])


def _grown(organisation_id: UUID) -> list[Chain]:
    with connection.cursor() as cursor:
        cursor.execute(GROWN, [organisation_id, AT_MOST])
        return sorted((kind, of, number, bytes(digest)) for kind, of, number, digest in cursor.fetchall())


def _readings(made: Seal) -> tuple[int, str]:
    """How many rows of the reading log fall into the seal's quarters, and one digest over them."""
    rows = Reading.objects.filter(quarter__lt=made.readings_to)
    if made.readings_from is not None:
        rows = rows.filter(quarter__gte=made.readings_from)
    told, count = hashlib.sha256(), 0
    fields = ("actor_kind", "actor_id", "role", "door", "subject_kind", "subject_id", "quarter")
    for row in rows.order_by("id").values_list("id", *fields).iterator(chunk_size=2000):
        told.update(canonical_bytes([_said(value) for value in row]) + b"\n")
        count += 1
    return count, told.hexdigest()


def _said(value: UUID | datetime | str) -> str:
    return value if isinstance(value, str) else as_text(value)


def _content(made: Seal, read: str, chains: list[Chain]) -> bytes:
    head = {
        "number": made.number,
        "organisation": str(made.organisation_id),
        "previous": bytes(made.previous_digest).hex(),
        "readings": made.readings,
        "readings_digest": read,
        "readings_from": as_text(made.readings_from) if made.readings_from else None,
        "readings_to": as_text(made.readings_to),
        "sealed_at": as_text(made.sealed_at),
    }
    lines = [f"{kind} {of} {number} {digest.hex()}\n".encode() for kind, of, number, digest in chains]
    return b"".join([canonical_bytes(head), b"\n", *lines])


def _path(row: Seal) -> Path:
    folder = Path(settings.SEALS_FOLDER) / row.organisation_id.hex
    return folder / f"{row.number:06d}.seal"


# --- what is checked --------------------------------------------------------------------------------------


def _faults(row: Seal, previous: bytes, number: int) -> Iterator[tuple[str, UUID, int, str]]:
    mine = ("seal", required_organisation_id(), row.number)
    if row.number != number or bytes(row.previous_digest) != previous:
        yield (*mine, "does not follow the seal before it")
    try:
        content = _path(row).read_bytes()
    except OSError:
        yield (*mine, f"its file {_path(row).name} is missing")
        return
    if hashlib.sha256(content).digest() != bytes(row.digest):
        yield (*mine, "its file was changed")
        return
    head, *lines = content.splitlines()
    if _content(row, _readings(row)[1], []).splitlines()[0] != head:
        yield (*mine, "the reading log differs from it")
    for some in batched(lines, 1000):
        yield from _differing([line.decode().split() for line in some])


def _differing(lines: list[list[str]]) -> Iterator[tuple[str, UUID, int, str]]:
    said = {(kind, UUID(of), int(number)): digest for kind, of, number, digest in lines}
    rows = Entry.objects.filter(subject_id__in={of for _kind, of, _number in said})
    found = {
        (kind, of, number): bytes(digest).hex()
        for kind, of, number, digest in rows.values_list("subject_kind", "subject_id", "number", "digest")
        if (kind, of, number) in said
    }
    for link, digest in said.items():
        if found.get(link) != digest:
            yield (*link, "differs from what was sealed")


__all__ = ["Sealed", "mark", "seal", "seal_if_due", "verify"]
