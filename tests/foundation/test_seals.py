"""A seal outside the database finds out what the database alone cannot know: a history rewritten from its start."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from silah.foundation.access.actor import operator, timer
from silah.foundation.journal import links, reading, seals, verifying
from silah.foundation.journal.models import Entry, JournalHead, Seal
from silah.foundation.kernel import clock
from silah.foundation.organisations.operations import set_holiday
from silah.foundation.tenancy import within
from tests.foundation.conftest import Two, found


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.SEALS_FOLDER = tmp_path / "seals"
    return tmp_path / "seals"


@pytest.fixture
def sealed(two: Two) -> Iterator[Seal]:
    with within(two.here):
        with clock.travel(clock.now() - timedelta(hours=2)):
            reading.note_list(two.officer, "party")
        made = seals.seal(by=timer(two.here))
        seals.mark(made)
        yield made


def _file(folder: Path, row: Seal) -> Path:
    return folder / row.organisation_id.hex / f"{row.number:06d}.seal"


def _why() -> list[str]:
    return [broken.why for broken in seals.verify()]


def test_a_seal_says_how_far_each_chain_stood_and_holds(sealed: Seal, folder: Path) -> None:
    head, *lines = _file(folder, sealed).read_text().splitlines()
    assert '"readings":1,' in head
    assert len(lines) == sealed.subjects == JournalHead.objects.count()
    assert hashlib.sha256(_file(folder, sealed).read_bytes()).digest() == bytes(sealed.digest)
    assert _why() == []


def test_the_next_seal_holds_only_what_has_grown_and_names_the_one_before(
    two: Two, sealed: Seal, folder: Path
) -> None:
    set_holiday(clock.today(), "يوم التأسيس", by=operator(two.here))
    grown = JournalHead.objects.filter(number__gt=F("sealed_number")).count()
    later = seals.seal(by=timer(two.here))
    assert later.subjects == grown < JournalHead.objects.count()
    assert bytes(sealed.digest).hex() in _file(folder, later).read_text().splitlines()[0]
    assert _why() == []


def test_it_is_made_once_a_day(two: Two, sealed: Seal) -> None:
    assert seals.seal_if_due(timer(two.here)) is None
    with clock.travel(clock.now() + timedelta(hours=21)):
        again = seals.seal_if_due(timer(two.here))
    assert again is not None
    assert again.number == 2


def test_what_one_seal_could_not_hold_comes_with_the_next(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "AT_MOST", 1)
    with within(two.here):
        chains = JournalHead.objects.count()
        while (made := seals.seal_if_due(timer(two.here))) is not None and made.number <= chains:
            assert made.subjects == 1
        assert _why() == []


def test_a_chain_that_grows_while_its_seal_goes_to_the_disk_is_in_the_next(two: Two, folder: Path) -> None:
    """Nothing is locked meanwhile, and a mark says what was sealed, not what has come since."""
    with within(two.here):
        made = seals.seal(by=timer(two.here))
        set_holiday(clock.today(), "يوم التأسيس", by=operator(two.here))
        seals.mark(made)
        grown = set(JournalHead.objects.filter(number__gt=F("sealed_number")).values_list("subject_kind"))
        assert grown == {("organisation",)}
        later = seals.seal(by=timer(two.here))
        seals.mark(later)
        seals.mark(made)  # late: what the later seal said stands
        assert not JournalHead.objects.filter(number__lt=F("sealed_number") + 1).exclude(
            number=F("sealed_number")
        )
        assert _why() == []


def test_what_was_sealed_and_never_marked_is_sealed_again(two: Two, sealed: Seal) -> None:
    with within(two.here):
        JournalHead.objects.update(sealed_number=0)
        later = seals.seal(by=timer(two.here))
        assert later.subjects == JournalHead.objects.count()
        assert _why() == []


def test_marks_come_some_at_a_time(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "AT_ONCE", 1)
    seals.seal_if_due(timer(two.here))
    with within(two.here):
        # The seal's own entry came after it.
        left = JournalHead.objects.filter(number__gt=F("sealed_number")).values_list(
            "subject_kind", flat=True
        )
        assert list(left) == ["organisation"]


def test_a_missing_file_and_a_changed_one_are_named(two: Two, sealed: Seal, folder: Path) -> None:
    path = _file(folder, sealed)
    path.write_bytes(path.read_bytes() + b"\n")
    assert _why() == ["its file was changed"]
    path.unlink()
    assert _why() == ["its file 000001.seal is missing"]


@pytest.mark.parametrize("way", ["UPDATE journal_seal SET subjects = 0", "DELETE FROM journal_seal"])
def test_a_seal_is_history_too(two: Two, sealed: Seal, way: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(way)


def test_a_chain_rewritten_whole_is_found_by_its_seal_alone(committed_db: str) -> None:
    """By the owner, with the triggers off and every digest made anew: the database agrees with itself."""
    here, _officer = found("here", "جمعية هنا")
    with within(here):
        seals.seal(by=timer(here))
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
    with within(here):
        entry = Entry.objects.get(subject_kind="organisation", number=1)
        entry.clause = "H1"
        text = links.canonical_text(entry)
        digest = links.link_digest(bytes(entry.previous_digest), text)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute(
            "UPDATE journal_entry SET clause = 'H1', canonical = %s, digest = %s WHERE id = %s",
            [text, digest, entry.id],
        )
        owner.execute("DELETE FROM journal_entry WHERE subject_kind = 'organisation' AND number > 1")
        owner.execute(
            "UPDATE journal_journalhead SET number = 1, digest = %s WHERE subject_kind = 'organisation'",
            [digest],
        )
    with within(here):
        assert list(verifying.verify()) == []
        assert _why() == ["differs from what was sealed"]


def test_a_reading_taken_out_of_its_log_is_found(committed_db: str) -> None:
    here, officer = found("here", "جمعية هنا")
    with within(here):
        with clock.travel(clock.now() - timedelta(hours=2)):
            reading.note_list(officer, "party")
        seals.seal(by=timer(here))
        assert _why() == []
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ALTER TABLE journal_reading DISABLE TRIGGER USER")
        owner.execute("DELETE FROM journal_reading")
    with within(here):
        assert _why() == ["the reading log differs from it"]
