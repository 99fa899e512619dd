from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from silah.foundation.access import Role
from silah.foundation.journal import reading
from silah.foundation.journal.models import Entry, JournalHead, Reading
from silah.foundation.journal.queries import timeline
from silah.foundation.journal.verifying import verify
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotAllowed
from silah.foundation.organisations.models import Office
from silah.foundation.organisations.operations import set_holiday
from silah.foundation.tenancy import within
from silah.policy.models import PolicyVersion
from tests.foundation.conftest import Two, found

WAYS_IN = [
    "UPDATE journal_entry SET clause = 'H1'",
    "UPDATE journal_entry SET data = '{}'",
    "DELETE FROM journal_entry",
    "TRUNCATE journal_entry",
    "DELETE FROM journal_journalhead",
    "UPDATE journal_reading SET role = ''",
    "DELETE FROM journal_reading",
    "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
    "DROP TRIGGER unchangeable ON journal_entry",
    "UPDATE policy_policyversion SET minutes = 'x'",
    "DELETE FROM policy_policyversion",
    "TRUNCATE policy_policyversion",
    "ALTER TABLE policy_policyversion DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
]


def a_version() -> PolicyVersion:
    return PolicyVersion.objects.create(
        number=1,
        schema_version=1,
        canonical=b"{}",
        digest=bytes(32),
        published_at=clock.now(),
        in_force_from=clock.today(),
        approved=False,
    )


@pytest.mark.parametrize("way", WAYS_IN)
def test_each_way_in_is_refused(two: Two, way: str) -> None:
    with within(two.here):
        reading.note_list(two.officer, "party")
        a_version()
        assert Entry.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(way)


OWNERS_WAYS = [
    "UPDATE journal_entry SET clause = 'H1'",
    "DELETE FROM journal_entry",
    "TRUNCATE journal_entry CASCADE",
    "UPDATE policy_policyversion SET minutes = 'x'",
    "DELETE FROM policy_policyversion",
    "TRUNCATE policy_policyversion CASCADE",
]


@pytest.mark.parametrize("way", OWNERS_WAYS)
def test_even_the_owner_is_refused_by_the_trigger(committed_db: str, way: str) -> None:
    here, _officer = found("here", "جمعية هنا")
    with within(here):
        a_version()
    with (
        psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner,
        pytest.raises(psycopg.Error, match="history"),
    ):
        owner.execute(way)


def test_an_untouched_journal_verifies(two: Two) -> None:
    with within(two.here):
        assert list(verify()) == []


def test_a_tampered_head_is_found(two: Two) -> None:
    with within(two.here):
        JournalHead.objects.filter(subject_kind="organisation").update(number=9)
        assert [broken.why for broken in verify()] == ["head differs from the last entry"]


def test_the_timeline_says_what_happened_in_arabic(two: Two) -> None:
    with within(two.here):
        (line,) = timeline(two.officer, [("organisation", two.here)])
    assert line.sentence == "أُنشئت الجمعية في المنصة"
    assert line.role == "مشغّل المنصة"


def test_reading_a_file_twice_in_a_quarter_of_an_hour_is_one_row(two: Two) -> None:
    with within(two.here):
        office = Office.objects.create(name="المكتب")
        reading.note(two.officer, office)
        reading.note(two.officer, office)
        (row,) = Reading.objects.all()
    assert (row.actor_id, row.subject_kind, row.subject_id) == (two.officer.id, "office", office.id)


def waits_for_the_disk() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return bool(cursor.fetchone()[0] == "on")


@pytest.mark.parametrize("order", ["look", "look look act", "act look", "look act look"])
def test_an_act_waits_for_the_disk_though_the_same_page_was_noted_as_read(
    committed_db: str, order: str
) -> None:
    here, officer = found("here", "جمعية هنا")
    administrator = replace(officer, roles=frozenset({Role.ADMINISTRATOR}))
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    with within(here):
        for step in order.split():
            if step == "look":
                reading.note_list(officer, "party")
            else:
                set_holiday(date(2026, 9, 23), "اليوم الوطني", by=administrator)
        assert waits_for_the_disk() == ("act" in order)


def test_set_holiday_needs_the_administrator(two: Two) -> None:
    with pytest.raises(NotAllowed):
        set_holiday(date(2026, 9, 23), "اليوم الوطني", by=two.officer)
