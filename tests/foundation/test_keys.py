"""Keys change while everything serves: what was sealed before opens, is sealed again, and the old key goes last."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from silah.doors.cli import keys as command
from silah.foundation.files import resealing as files
from silah.foundation.files import shelf
from silah.foundation.files.models import StoredFile
from silah.foundation.kernel.errors import Conflict
from silah.foundation.kernel.key_file import KeyRingUnusable
from silah.foundation.kernel.sealing import KeyRing, SealBroken
from silah.foundation.tenancy import resealing, sealed, within
from silah.people.models import ContactPoint, Party
from tests.cast import person
from tests.journey.scene import Scene, open_scene

NAME, HERE = "نورة".encode(), b"here"


# --- the ring itself ----------------------------------------------------------------------------------------


def test_a_process_that_runs_on_seals_with_the_new_key_at_once(tmp_path: Path) -> None:
    running, command_line = (KeyRing.load_or_create(tmp_path / "ring.json") for _process in range(2))
    old = running.seal(NAME, context=HERE)
    command_line.rotate()
    assert command_line.sealed_with_current(running.seal(NAME, context=HERE))
    assert not running.sealed_with_current(old)
    assert running.open(old, context=HERE) == NAME


def test_a_prepared_key_seals_nothing_until_every_host_has_it(tmp_path: Path) -> None:
    ring = KeyRing.load_or_create(tmp_path / "ring.json")
    before, prepared = ring.current, ring.prepare()
    assert ring.prepare() == prepared
    assert ring.current == before
    assert ring.rotate() == prepared
    assert not ring.prepared
    assert ring.key_ids == {before, prepared}


def test_the_key_that_seals_cannot_be_taken_off(tmp_path: Path) -> None:
    ring = KeyRing.load_or_create(tmp_path / "ring.json")
    for key_id in (ring.current, ring.prepare()):
        with pytest.raises(KeyRingUnusable):
            ring.retire(key_id)


# --- an association's values --------------------------------------------------------------------------------


@pytest.fixture
def scene(db: None, ring: KeyRing) -> Scene:
    return open_scene()


def people(scene: Scene, how_many: int = 5) -> list[Party]:
    with within(scene.organisation_id):
        return [person(scene, f"نورة سعد الحربي {number}", number) for number in range(1, how_many + 1)]


def file(scene: Scene) -> StoredFile:
    with within(scene.organisation_id):
        row = StoredFile.objects.create(
            kind="minutes", purpose="minutes", name="a.png", media_type="image/png", size=4,
            salt=bytes(16), digest=bytes(32), stored_by_kind="membership",
        )  # fmt: skip
        shelf.put(row.id, b"body")
    return row


def all_of(batches: Iterator[int]) -> int:
    return sum(batches)


def test_everything_sealed_before_is_sealed_again_and_reads_as_it_did(scene: Scene, ring: KeyRing) -> None:
    parties, stored, old = people(scene), file(scene), ring.current
    assert len(resealing.columns()) > 30
    before = resealing.counts(scene.organisation_id)
    assert set(before) == {old}
    new = ring.rotate()
    assert all_of(resealing.reseal(scene.organisation_id)) == before[old]
    assert all_of(files.reseal(scene.organisation_id)) == 1
    assert resealing.counts(scene.organisation_id) == {new: before[old]}
    assert files.counts(scene.organisation_id) == {new: 1}
    with within(scene.organisation_id):
        assert [Party.objects.get(id=each.id).national_id for each in parties] == [
            each.national_id for each in parties
        ]
        assert shelf.take(stored.id) == b"body"


def test_a_walk_that_was_killed_goes_on_and_seals_nothing_twice(
    scene: Scene, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "BATCH", 2)
    people(scene)
    total = resealing.counts(scene.organisation_id)[ring.current]
    ring.rotate()
    walk = resealing.reseal(scene.organisation_id)
    first = next(walk)
    del walk
    assert 0 < first <= 2
    assert all_of(resealing.reseal(scene.organisation_id)) == total - first
    assert all_of(resealing.reseal(scene.organisation_id)) == 0


def test_what_a_page_wrote_meanwhile_stays(scene: Scene, ring: KeyRing) -> None:
    (party, *_others) = people(scene)
    column = next(each for each in resealing.columns() if each.purpose == "contact_point.value")
    ring.rotate()
    with within(scene.organisation_id):
        point = ContactPoint.objects.filter(party=party).get()
        stale = sealed.seal_bytes(column.purpose, b"read a moment ago")
        assert resealing._again(scene.organisation_id, column, point.id, stale) == 0
        assert ContactPoint.objects.get(id=point.id).value == point.value


def test_an_old_key_goes_only_once_it_seals_nothing(
    scene: Scene, ring: KeyRing, capsys: pytest.CaptureFixture[str]
) -> None:
    people(scene)
    stored, old = file(scene), ring.current
    command.run_rotate(Namespace(resume=False))
    assert f"{old}           0 sealed  old" in capsys.readouterr().out
    command.run_retire(Namespace(key=old))
    assert ring.key_ids == {ring.current}
    with within(scene.organisation_id):
        assert shelf.take(stored.id) == b"body"
        assert all(each.national_id for each in Party.objects.all())


def test_a_value_left_behind_keeps_its_key_on_the_ring(
    scene: Scene, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(scene)
    old = ring.current
    ring.rotate()
    monkeypatch.setattr(command, "_reseal", lambda: 0)
    with pytest.raises(Conflict, match="still seals"):
        command.run_retire(Namespace(key=old))
    assert old in ring.key_ids


def test_a_key_off_the_ring_opens_nothing(tmp_path: Path) -> None:
    ring = KeyRing.load_or_create(tmp_path / "ring.json")
    old, blob = ring.current, ring.seal(NAME, context=HERE)
    ring.rotate()
    ring.retire(old)
    with pytest.raises(SealBroken):
        ring.open(blob, context=HERE)


def test_the_association_stays_shut_to_another_ones_walk(scene: Scene, ring: KeyRing) -> None:
    people(scene)
    other = open_scene("quwayiyah", "there")
    people(other)
    ring.rotate()
    all_of(resealing.reseal(scene.organisation_id))
    assert ring.current not in resealing.counts(other.organisation_id)
