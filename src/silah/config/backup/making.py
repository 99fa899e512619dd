"""Making a backup, and reading it back before it gets its name."""

from __future__ import annotations

import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from silah.config.backup import database, reading, sealing
from silah.config.backup.errors import BackupError
from silah.config.backup.manifest import DUMP, NAME, Manifest, digest, homes
from silah.config.embedded import binaries


def back_up(data: Path, target: Path, key: bytes | None = None) -> Manifest:
    """Write `target`, readable by its owner alone and sealed where a key is given. It appears under its name
    only once it was read back."""
    if target.exists():
        raise BackupError(f"{target} exists: name a new file.")
    if not target.parent.is_dir():
        raise BackupError(f"The folder {target.parent} does not exist.")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        manifest = _write(data, draft, key)
        with reading.opened(draft, key) as archive:
            reading.verify(archive)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _write(data: Path, draft: Path, key: bytes | None) -> Manifest:
    where, taken_at = database.address(data), datetime.now(UTC).isoformat(timespec="seconds")
    digests: dict[str, str] = {}
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(descriptor, "wb") as file,
        _sealed(file, key) as onto,
        tarfile.open(fileobj=onto, mode="w") as archive,
        # Where a key is asked for, what is not sealed yet stays where the data are anyway.
        tempfile.TemporaryDirectory(prefix=".backup-", dir=data if key else draft.parent) as working,
    ):
        dump = Path(working) / DUMP
        with database.snapshot(where) as (name, rows):
            database.dump(where, name, dump)
        digests[DUMP] = _add(archive, dump, DUMP)
        # After the snapshot: whatever a row in it names has been on the disk since before the row.
        for within, path in sorted(stored(data).items()):
            digests[within] = _add(archive, path, within)
        manifest = Manifest(taken_at, binaries.version(), rows, digests)
        entry = tarfile.TarInfo(NAME)
        entry.size = len(manifest.to_bytes())
        archive.addfile(entry, io.BytesIO(manifest.to_bytes()))
        archive.close()
        if key:
            onto.close()
        file.flush()
        os.fsync(descriptor)
    return manifest


@contextmanager
def _sealed(file: IO[bytes], key: bytes | None) -> Iterator[IO[bytes]]:
    """Where the archive is written: the file itself, or what seals it on its way."""
    if key is None:
        yield file
        return
    with sealing.Sealing(file, key) as onto:
        yield onto  # type: ignore[misc]  # as much of a file as tarfile asks for


def stored(data: Path) -> dict[str, Path]:
    """Every file beside the database, by its name within the backup."""
    return {
        f"{folder}/{path.relative_to(home).as_posix()}": path
        for folder, home in homes(data).items()
        for path in home.rglob("*")
        if path.is_file()
    }


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Add a file under a name of ours, without its owner, and give its digest."""
    entry = tarfile.TarInfo(name)
    with path.open("rb") as content:
        found = digest(content)
        entry.size = content.tell()
        content.seek(0)
        archive.addfile(entry, content)
    return found
