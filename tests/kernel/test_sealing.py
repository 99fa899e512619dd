import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel.key_file import FIRST_LOOKUP, KeyRingUnusable
from silah.foundation.kernel.sealing import KeyRing, SealBroken, lookup_id_of

NAME = "نورة سعد العتيبي".encode()
HERE = b"quwaiyah/name"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "ring.json"


@pytest.fixture
def ring(place: Path) -> KeyRing:
    return KeyRing.load_or_create(place)


@pytest.fixture(scope="module")
def shared_ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.load_or_create(tmp_path_factory.mktemp("keys") / "ring.json")


def test_the_ring_is_readable_by_its_owner_alone(ring: KeyRing, place: Path) -> None:
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_the_same_file_gives_the_same_ring(ring: KeyRing, place: Path) -> None:
    sealed = ring.seal(NAME, context=HERE)
    assert KeyRing.load_or_create(place).open(sealed, context=HERE) == NAME


def test_processes_that_start_together_share_one_ring(place: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: KeyRing.load_or_create(place), range(16)))
    assert len({ring.current for ring in rings}) == 1
    assert [file.name for file in place.parent.iterdir() if file.suffix == ".json"] == ["ring.json"]


@given(st.binary(max_size=400), st.binary(max_size=40))
def test_what_is_sealed_opens_in_its_own_context(shared_ring: KeyRing, data: bytes, context: bytes) -> None:
    assert shared_ring.open(shared_ring.seal(data, context=context), context=context) == data


@given(st.data())
def test_one_changed_bit_breaks_the_seal(shared_ring: KeyRing, data: st.DataObject) -> None:
    sealed = bytearray(shared_ring.seal(NAME, context=HERE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        shared_ring.open(bytes(sealed), context=HERE)


@given(st.integers(0, 200))
def test_a_cut_value_does_not_open(shared_ring: KeyRing, length: int) -> None:
    sealed = shared_ring.seal(NAME, context=HERE)
    with pytest.raises(SealBroken):
        shared_ring.open(sealed[: min(length, len(sealed) - 1)], context=HERE)


def test_a_value_moved_to_another_association_does_not_open(ring: KeyRing) -> None:
    with pytest.raises(SealBroken) as caught:
        ring.open(ring.seal(NAME, context=HERE), context=b"injab/name")
    assert caught.value.code == "seal_broken"


def test_the_same_name_sealed_twice_does_not_look_the_same(ring: KeyRing) -> None:
    assert ring.seal(NAME, context=HERE) != ring.seal(NAME, context=HERE)
    assert NAME not in ring.seal(NAME, context=HERE)


def test_after_a_rotation_old_values_open_and_new_ones_use_the_new_key(ring: KeyRing, place: Path) -> None:
    first, old = ring.current, ring.seal(NAME, context=HERE)
    assert ring.rotate() == ring.current != first
    new = ring.seal(NAME, context=HERE)
    assert ring.open(old, context=HERE) == ring.open(new, context=HERE) == NAME
    assert (ring.sealed_with_current(old), ring.sealed_with_current(new)) == (False, True)
    assert KeyRing.load_or_create(place).current == ring.current
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_process_that_missed_a_rotation_still_opens_what_came_after(ring: KeyRing, place: Path) -> None:
    elsewhere = KeyRing.load_or_create(place)
    elsewhere.rotate()
    assert ring.open(elsewhere.seal(NAME, context=HERE), context=HERE) == NAME


def test_rotations_at_the_same_time_lose_no_key(ring: KeyRing, place: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: KeyRing.load_or_create(place).rotate(), range(8)))
    assert set(made) < set(json.loads(place.read_text())["sealing"])


def test_a_value_under_a_key_that_is_gone_says_so(ring: KeyRing, tmp_path: Path) -> None:
    stranger = KeyRing.load_or_create(tmp_path / "other.json")
    with pytest.raises(SealBroken, match="not on the ring"):
        ring.open(stranger.seal(NAME, context=HERE), context=HERE)


def test_a_lookup_hash_is_equal_for_equal_values_of_one_context_only(ring: KeyRing, tmp_path: Path) -> None:
    digest = ring.lookup_hash("1000000008", context=HERE)
    assert len(digest) == 32
    assert digest == ring.lookup_hash(b"1000000008", context=HERE)
    assert digest != ring.lookup_hash("1000000008", context=b"injab/name")
    assert digest != ring.lookup_hash("1000000016", context=HERE)
    assert digest != KeyRing.load_or_create(tmp_path / "other.json").lookup_hash("1000000008", context=HERE)


def test_a_lookup_hash_does_not_confuse_where_the_context_ends(ring: KeyRing) -> None:
    assert ring.lookup_hash("bc", context=b"a") != ring.lookup_hash("c", context=b"ab")


def test_a_lookup_hash_outlives_a_rotation(ring: KeyRing, place: Path) -> None:
    before = ring.lookup_hash("1000000008", context=HERE)
    ring.rotate()
    assert KeyRing.load_or_create(place).lookup_hash("1000000008", context=HERE) == before


def test_a_change_of_the_lookup_key_is_looked_for_before_it_is_written(ring: KeyRing, place: Path) -> None:
    old = ring.lookup_hash("1000000008", context=HERE)
    elsewhere = KeyRing.load_or_create(place)
    new_id = elsewhere.prepare_lookup()
    assert elsewhere.prepare_lookup() == new_id
    assert ring.lookup_hash("1000000008", context=HERE) == old
    before, *others = ring.lookup_hashes("1000000008", context=HERE)
    assert (before, len(others), lookup_id_of(others[0])) == (old, 1, new_id)
    elsewhere.rotate_lookup()
    assert ring.lookup_hashes("1000000008", context=HERE) == [*others, old]
    assert lookup_id_of(ring.lookup_hash("1000000008", context=HERE)) == new_id
    elsewhere.retire_lookup(FIRST_LOOKUP)
    assert ring.lookup_hashes("1000000008", context=HERE) == others


def test_a_silah_from_before_refuses_a_ring_whose_lookup_key_changes(ring: KeyRing, place: Path) -> None:
    assert json.loads(place.read_text())["version"] == 1
    ring.prepare_lookup()
    assert json.loads(place.read_text())["version"] == 2
    sealing = ring.rotate()  # the other keys change beside it and lose nothing
    assert len(ring.lookup_ids) == 2
    assert KeyRing.load_or_create(place).current == sealing


def test_one_change_of_the_lookup_key_ends_before_the_next_begins(ring: KeyRing) -> None:
    with pytest.raises(KeyRingUnusable):
        ring.rotate_lookup()
    ring.prepare_lookup()
    current = ring.rotate_lookup()
    for refused in (
        ring.prepare_lookup,
        lambda: ring.retire_lookup(current),
        lambda: ring.retire_lookup("0"),
    ):
        with pytest.raises(KeyRingUnusable):
            refused()
    ring.retire_lookup(FIRST_LOOKUP)
    ring.prepare_lookup()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        '{"version": 2}',
        '{"version": 1, "current": "aa", "sealing": {}, "lookup": ""}',
        "null",
    ],
)
def test_a_damaged_ring_is_reported_and_left_as_it_is(place: Path, content: str) -> None:
    place.parent.mkdir()
    place.write_text(content)
    place.chmod(0o600)
    with pytest.raises(KeyRingUnusable) as caught:
        KeyRing.load_or_create(place)
    assert caught.value.code == "unreadable"
    assert place.read_text() == content


def test_a_key_of_the_wrong_length_is_refused(ring: KeyRing, place: Path) -> None:
    data = json.loads(place.read_text())
    place.write_text(json.dumps({**data, "lookup": "00"}))
    with pytest.raises(KeyRingUnusable):
        KeyRing.load_or_create(place)


def test_a_ring_that_everyone_may_read_is_refused(ring: KeyRing, place: Path) -> None:
    place.chmod(0o644)
    with pytest.raises(KeyRingUnusable) as caught:
        KeyRing.load_or_create(place)
    assert caught.value.code == "exposed"


def test_keys_do_not_show_in_a_trace(ring: KeyRing, place: Path) -> None:
    secret = json.loads(place.read_text())["lookup"]
    assert secret not in repr(ring.__dict__)
