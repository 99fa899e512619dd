"""A password of a published breach is refused, where the operator keeps the list."""

from __future__ import annotations

from hashlib import sha1
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError

from silah.config import environment
from silah.doors.breached import is_listed

WORDS = [f"zahra-{number}-barriyya" for number in range(300)]


def digest(word: str) -> bytes:
    return sha1(word.encode(), usedforsecurity=False).hexdigest().upper().encode()


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    place = tmp_path / "breached.txt"
    lines = [digest(word) + b":%d" % (7 * place_of) for place_of, word in enumerate(WORDS)]
    place.write_bytes(b"\r\n".join(sorted(lines)) + b"\r\n")
    return place


def test_each_line_is_found_and_nothing_beside_them(listed: Path, tmp_path: Path) -> None:
    assert all(is_listed(listed, digest(word)) for word in WORDS)
    assert not any(is_listed(listed, digest(f"{word}!")) for word in WORDS)
    assert not is_listed(listed, b"0" * 40)
    assert not is_listed(listed, b"F" * 40)
    (tmp_path / "empty.txt").touch()
    assert not is_listed(tmp_path / "empty.txt", digest(WORDS[0]))


def test_a_password_of_the_list_is_refused_in_a_sentence(
    db: None, listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    validate_password(WORDS[3])
    monkeypatch.setattr(settings, "BREACHED_PASSWORDS", listed)
    validate_password(f"{WORDS[3]}-ukhra")
    with pytest.raises(ValidationError, match="تسريب منشور"):
        validate_password(WORDS[3])


def test_a_list_that_cannot_be_read_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SILAH_BREACHED_PASSWORDS", str(tmp_path / "nowhere.txt"))
    with pytest.raises(ImproperlyConfigured, match="SILAH_BREACHED_PASSWORDS"):
        environment.file("SILAH_BREACHED_PASSWORDS")
