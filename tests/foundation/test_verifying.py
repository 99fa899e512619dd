"""Whatever is changed behind the journal's back is found: in the middle of a chain and at its ends, in each column."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.events import event
from silah.foundation.journal.links import FIRST
from silah.foundation.journal.operation import operation
from silah.foundation.journal.verifying import ODD, verify
from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy import within
from tests.foundation.conftest import found

ONE, OTHER = UUID(int=1 << 100), UUID(int=2 << 100)
AWKWARD = 'قال: "لا"\\ \n\t\x01\x7f </script> 😀 \u2028'
OURS = "subject_kind = 'verified' AND subject_id = '00000010-0000-0000-0000-000000000000'"
THE_OTHERS = OURS.replace("00000010", "00000020")
LAST_DIGEST = f"(SELECT digest FROM journal_entry WHERE {OURS} AND number = 4)"
OTHERWISE = "columns differ from the text"
TEXT, LINK = "digest differs from the text", "does not follow its predecessor"
HEAD = "head differs from the last entry"


@event("tests.verified")
@dataclass(frozen=True)
class Verified:
    said: str
    many: tuple[str, ...] = ()
    of_many: tuple[tuple[int, ...], ...] = ()
    count: int | None = None
    a_b: bool = True
    Z: int = -(10**18)

    def sentence(self) -> str:
        return "جُرّب"


EVENTS = (
    Verified(AWKWARD),
    Verified("", many=(AWKWARD, "ثانٍ", "")),
    Verified("قوائم", of_many=((1, 2), ())),
    Verified("رابع", count=7),
)


@operation(Permission.LOG_CONTACT)
def happen(subject: UUID, *, by: Actor) -> None:
    for at, each in zip((None, datetime(1446, 1, 2, tzinfo=UTC), None, None), EVENTS, strict=True):
        record(each, on=("verified", subject), by=by, at=at, clause='H"1')


@pytest.fixture
def here(committed_db: str) -> UUID:
    """Two chains of four, one after the other in the order they are walked in."""
    made, officer = found("here", "جمعية هنا")
    with within(made):
        for subject in (ONE, OTHER):
            happen(subject, by=officer)
    return made


def _tampered(*statements: str) -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        for each in statements:
            assert owner.execute(each).rowcount > 0, each


def _why(here: UUID) -> list[tuple[int, int, str]]:
    """Which chain, which number, what is wrong."""
    with within(here):
        return [({ONE: 1, OTHER: 2}[each.subject_id], each.number, each.why) for each in verify()]


def test_the_database_itself_confirms_all_but_lists_within_lists(here: UUID) -> None:
    with within(here), connection.cursor() as cursor:
        cursor.execute(ODD, {"at": here, "first": FIRST})
        assert [(row[1], row[2]) for row in cursor.fetchall()] == [(ONE, 3), (OTHER, 3)]
    assert _why(here) == []


COLUMNS = {
    "happened_at": "happened_at + interval '1 microsecond'",
    "recorded_at": "recorded_at - interval '1 day'",
    "name": "'tests.painted'",
    "version": "2",
    "actor_kind": "'timer'",
    "actor_id": "NULL",
    "role": "''",
    "door": "'cli'",
    "policy_version_id": "id",
    "clause": "'H1'",
    "compartment": "'health'",
    "data": "data || '{\"count\": 8}'",
    "id": f"'{new_id()}'",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_each_column_that_was_changed_is_found(here: UUID, column: str) -> None:
    _tampered(f"UPDATE journal_entry SET {column} = {COLUMNS[column]} WHERE {OURS} AND number = 2")
    assert _why(here) == [(1, 2, OTHERWISE)]


WAYS: dict[str, tuple[list[str], list[tuple[int, int, str]]]] = {
    "data that are no object": ([f"UPDATE journal_entry SET data = '[]' WHERE {OURS} AND number = 1"], [(1, 1, OTHERWISE)]),
    "the text of the last": (
        [f"UPDATE journal_entry SET canonical = canonical || ' ' WHERE {OURS} AND number = 4"],
        [(1, 4, TEXT), (1, 4, OTHERWISE)],
    ),
    "a text that means the same, with its digest": (
        [
            f"UPDATE journal_entry SET canonical = canonical || ' ' WHERE {OURS} AND number = 4",
            f"UPDATE journal_entry SET digest = sha256(previous_digest || canonical) WHERE {OURS} AND number = 4",
            f"UPDATE journal_journalhead SET digest = {LAST_DIGEST} WHERE {OURS}",
        ],
        [(1, 4, OTHERWISE)],
    ),
    "the digest of the last": (
        [f"UPDATE journal_entry SET digest = sha256('') WHERE {OURS} AND number = 4"],
        [(1, 4, TEXT), (1, 4, HEAD)],
    ),
    "the digest of one in the middle": (
        [f"UPDATE journal_entry SET digest = sha256('') WHERE {OURS} AND number = 2"],
        [(1, 2, TEXT), (1, 3, LINK)],
    ),
    "the first of a chain follows the chain before it": (
        [
            f"UPDATE journal_entry SET previous_digest = {LAST_DIGEST} WHERE {THE_OTHERS} AND number = 1",
        ],
        [(2, 1, LINK), (2, 1, TEXT), (2, 1, OTHERWISE)],
    ),
    "the first is gone": (
        [f"DELETE FROM journal_entry WHERE {OURS} AND number = 1"],
        [
            *((1, 2, why) for why in ("number missing", LINK)),
            (1, 3, "number missing"),
            *((1, 4, "number missing"), (1, 3, HEAD)),
        ],
    ),
    "one in the middle is gone": (
        [f"DELETE FROM journal_entry WHERE {OURS} AND number = 3"],
        [(1, 4, "number missing"), (1, 4, LINK), (1, 3, HEAD)],
    ),
    "the last is gone": ([f"DELETE FROM journal_entry WHERE {OURS} AND number = 4"], [(1, 3, HEAD)]),
    "all are gone": ([f"DELETE FROM journal_entry WHERE {OURS}"], [(1, 4, "entries missing")]),
    "the head is gone": ([f"DELETE FROM journal_journalhead WHERE {OURS}"], [(1, 4, HEAD)]),
    "the last was put at the end of the next chain": (
        [f"UPDATE journal_entry SET subject_id = '{OTHER}', number = 5 WHERE {OURS} AND number = 4"],
        [(1, 3, HEAD), (2, 5, LINK), (2, 5, OTHERWISE), (2, 5, HEAD)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_what_was_done_to_a_chain_is_found_where_it_was_done(here: UUID, way: str) -> None:
    statements, expected = WAYS[way]
    _tampered(*statements)
    assert _why(here) == expected
