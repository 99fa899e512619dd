"""Where the bytes lie: one folder an association, one encrypted file an id, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from silah.foundation.kernel.disk import write_for_good
from silah.foundation.kernel.sealing import key_id_of
from silah.foundation.tenancy import required_organisation_id
from silah.foundation.tenancy.sealed import open_bytes, seal_bytes

PURPOSE = "stored_file.bytes"
LONG_ENOUGH = 64  # bytes, to tell the key


def put(file_id: UUID, content: bytes) -> None:
    """On disk for good before it returns."""
    write_for_good(_folder() / file_id.hex, seal_bytes(_purpose(file_id), content))


def take(file_id: UUID) -> bytes:
    return open_bytes(_purpose(file_id), (_folder() / file_id.hex).read_bytes())


def key_of(file_id: UUID) -> str | None:
    """With which key it is sealed; none where its bytes are gone."""
    try:
        with (_folder() / file_id.hex).open("rb") as file:
            return key_id_of(file.read(LONG_ENOUGH))
    except FileNotFoundError:
        return None


def drop(organisation_id: UUID, file_id: UUID) -> None:
    """After the commit, when no association's transaction is open any more."""
    (_folder_of(organisation_id) / file_id.hex).unlink(missing_ok=True)


def last_written_before(moment: datetime) -> Iterator[str]:
    """Names of everything in the association's folder that is older: ids in hex, and drafts left behind."""
    folder = _folder()
    for path in folder.iterdir() if folder.exists() else ():
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
            yield path.name


def discard(names: Iterable[str]) -> int:
    dropped = 0
    for name in names:
        (_folder() / name).unlink(missing_ok=True)
        dropped += 1
    return dropped


def _folder() -> Path:
    return _folder_of(required_organisation_id())


def _folder_of(organisation_id: UUID) -> Path:
    return Path(settings.FILES_FOLDER) / organisation_id.hex


def _purpose(file_id: UUID) -> str:
    """Bound to the id: two stored files cannot change places unnoticed."""
    return f"{PURPOSE}|{file_id}"
