"""Reading a person's file is written down before the page is rendered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.journal.lasting import QUICK
from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import ScopedModel, lasting_cursor

LIST = UUID(int=0)
NOTE = (
    f"WITH quick AS (SELECT {QUICK})"  # noqa: S608 - our own words
    " INSERT INTO journal_reading (id, organisation_id, actor_kind, actor_id, role, door,"
    " subject_kind, subject_id, quarter)"
    " SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s FROM quick"
    " ON CONFLICT (organisation_id, subject_kind, subject_id, actor_id, quarter) DO NOTHING"
)


def quarter_of(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def note(by: Actor, subject: ScopedModel) -> None:
    """One row for this actor, file and quarter of an hour, in one statement."""
    _write(by, subject.row_kind(), subject.id)


def note_part(by: Actor, subject: ScopedModel, part: str) -> None:
    """A sealed part of a file, opened on its own: the whole number of an id, a stored paper."""
    _write(by, f"{subject.row_kind()}_{part}", subject.id)


def note_list(by: Actor, kind: str) -> None:
    """A list or a search is one row, whatever it showed."""
    _write(by, f"{kind}_list", LIST)


def _write(by: Actor, kind: str, subject_id: UUID) -> None:
    if by.id is None:
        return
    with lasting_cursor() as cursor:
        cursor.execute(
            NOTE,
            [
                new_id(), by.organisation_id, by.kind, by.id, " ".join(sorted(by.roles)), by.door,
                kind, subject_id, quarter_of(clock.now()),
            ],
        )  # fmt: skip
