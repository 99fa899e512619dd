"""A backup that only its key opens: read from anywhere, and refused as a whole whatever was done to it."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from silah.config.backup import BackupError, reading, sealing
from silah.config.backup.sealing import CHUNK, HEADER, TAG, Opening, Sealing
from tests.operator.conftest import Installation

KEY = secrets.token_bytes(32)
PART = CHUNK + TAG


def sealed(content: bytes, key: bytes = KEY) -> bytes:
    onto = io.BytesIO()
    with Sealing(onto, key) as stream:
        for place in range(0, len(content), 300_000):
            stream.write(content[place : place + 300_000])
    return onto.getvalue()


def opened(content: bytes, key: bytes = KEY) -> bytes:
    return io.BufferedReader(Opening(io.BytesIO(content), key)).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_sealed_is_what_is_read(size: int) -> None:
    content = secrets.token_bytes(size)
    assert opened(sealed(content)) == content


def test_any_part_is_read_without_the_parts_before_it() -> None:
    content = secrets.token_bytes(3 * CHUNK)
    reader = io.BufferedReader(Opening(io.BytesIO(sealed(content)), KEY))
    for place in (2 * CHUNK + 5, 7, CHUNK - 3):
        reader.seek(place)
        assert reader.read(10) == content[place : place + 10]


def test_the_same_content_never_looks_the_same() -> None:
    assert sealed(b"x" * 100)[HEADER:] != sealed(b"x" * 100)[HEADER:]


def altered(content: bytes) -> bytes:
    return content[:-20] + bytes([content[-20] ^ 1]) + content[-19:]


def salted_otherwise(content: bytes) -> bytes:
    return content[:10] + bytes([content[10] ^ 1]) + content[11:]


def exchanged(content: bytes) -> bytes:
    first, second = content[HEADER : HEADER + PART], content[HEADER + PART : HEADER + 2 * PART]
    return content[:HEADER] + second + first + content[HEADER + 2 * PART :]


def repeated(content: bytes) -> bytes:
    return content[: HEADER + PART] + content[HEADER:]


def one_left_out(content: bytes) -> bytes:
    return content[: HEADER + PART] + content[HEADER + 2 * PART :]


def last_left_out(content: bytes) -> bytes:
    return content[: HEADER + 2 * PART]


def cut(content: bytes) -> bytes:
    return content[:-1]


def cut_early(content: bytes) -> bytes:
    return content[: HEADER - 2]


@pytest.mark.parametrize(
    "damage",
    [altered, salted_otherwise, exchanged, repeated, one_left_out, last_left_out, cut, cut_early],
)
def test_a_damaged_one_does_not_open(damage: Callable[[bytes], bytes]) -> None:
    content = sealed(secrets.token_bytes(2 * CHUNK + 500))
    with pytest.raises(BackupError, match=r"damaged|not the key|cut short"):
        opened(damage(content))


def test_another_key_is_told_from_damage() -> None:
    with pytest.raises(BackupError, match="not the key"):
        opened(sealed(b"x"), secrets.token_bytes(32))


@pytest.mark.parametrize("word", ["", "secret", "00" * 31, "zz" * 32])
def test_a_key_of_another_form_is_refused(tmp_path: Path, word: str) -> None:
    (tmp_path / "key").write_text(word)
    with pytest.raises(BackupError, match="64 hexadecimal digits"):
        sealing.key_of(tmp_path / "key")


def test_a_key_is_needed_for_a_sealed_file_and_wrong_for_an_open_one(tmp_path: Path) -> None:
    (tmp_path / "sealed").write_bytes(sealed(b"x"))
    (tmp_path / "open").write_bytes(b"x" * 1000)
    with pytest.raises(BackupError, match="name its key"), reading.opened(tmp_path / "sealed"):
        pass
    with pytest.raises(BackupError, match="not encrypted"), reading.opened(tmp_path / "open", KEY):
        pass


def test_an_operator_keeps_a_backup_that_tells_nothing(installation: Installation) -> None:
    """Made, found to hold no name that the database has in the open, and restored where nothing was."""
    assert installation.silah("upgrade", "--quiet").returncode == 0
    (installation.data / "files/ab").mkdir(parents=True)
    (installation.data / "files/ab/paper").write_bytes(b"a paper as it lies on the disk" * 50_000)
    target = installation.home / "monday.silah"
    made = installation.silah("backup", str(target), SILAH_BACKUP_KEY=KEY.hex())
    assert made.returncode == 0, made.stderr
    content = target.read_bytes()
    assert b"a paper as it lies" not in content
    assert b"manifest.json" not in content
    assert not list(installation.data.glob(".backup-*"))

    other = Installation(installation.home / "other")
    other.home.mkdir(mode=0o711)
    refused = other.silah("restore", str(target))
    assert (refused.returncode, "is encrypted" in refused.stderr) == (1, True)
    (installation.home / "key").write_text(KEY.hex())
    restored = other.silah("restore", str(target), "--key-file", str(installation.home / "key"))
    assert restored.returncode == 0, restored.stderr
    assert (other.data / "files/ab/paper").read_bytes() == b"a paper as it lies on the disk" * 50_000
