"""Reading a backup: nothing of it is used before all of it was compared with its manifest."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from silah.config.backup import database
from silah.config.backup.errors import BackupError
from silah.config.backup.manifest import DUMP, NAME, Manifest, digest


@contextmanager
def opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, mode="r:") as archive:
            yield archive
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(f"{file} is not a whole backup: {error}") from error
    except FileNotFoundError as error:
        raise BackupError(f"There is no {error.filename}.") from error


def verify(archive: tarfile.TarFile) -> Manifest:
    """The manifest, once every part was found to be what it says; the dump is understood to its end."""
    manifest = Manifest.from_bytes(_part(archive, NAME).read())
    found = {entry.name for entry in archive.getmembers() if entry.name != NAME}
    if odd := found ^ manifest.digests.keys():
        raise BackupError(f"The backup and its manifest differ: {', '.join(sorted(odd)[:5])}.")
    for name, expected in manifest.digests.items():
        if digest(_part(archive, name)) != expected:
            raise BackupError(f"The backup is damaged: {name} is not what was saved.")
    with tempfile.TemporaryDirectory() as working:
        database.read_back(take(archive, DUMP, Path(working) / DUMP))
    return manifest


def take(archive: tarfile.TarFile, name: str, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("wb") as file:
        digest(_part(archive, name), onto=file)
    target.chmod(0o600)
    return target


def inner_path(name: str) -> PurePosixPath:
    """Path of a stored file below the data folder; a name that leads out of it is refused."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BackupError(f"The backup holds a file with a wrong name: {name}")
    return path


def _part(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        content = archive.extractfile(name)
    except KeyError:
        content = None
    if content is None:
        raise BackupError(f"The backup has no {name}.")
    return content
