"""Reading a backup: nothing of it is used before all of it was compared with its manifest."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from silah.config.backup import database, sealing
from silah.config.backup.errors import BackupError
from silah.config.backup.manifest import DUMP, NAME, Manifest, digest


@contextmanager
def opened(file: Path, key: bytes | None = None) -> Iterator[tarfile.TarFile]:
    """The archive of a backup, sealed or not. Whoever gives a key expects a sealed one and gets no other."""
    try:
        with (
            file.open("rb") as content,
            _unsealed(file, content, key) as plain,
            tarfile.open(fileobj=plain, mode="r:") as archive,
        ):
            yield archive
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(f"{file} is not a whole backup: {error}") from error
    except FileNotFoundError as error:
        raise BackupError(f"There is no {error.filename}.") from error


@contextmanager
def _unsealed(file: Path, content: IO[bytes], key: bytes | None) -> Iterator[IO[bytes]]:
    sealed = sealing.is_sealed(file)
    if sealed and key is None:
        raise BackupError(f"{file} is encrypted: name its key in --key-file or {sealing.VARIABLE}.")
    if key is None:
        yield content
    elif not sealed:
        raise BackupError(f"{file} is not encrypted, but a key was given: nothing proves that it is yours.")
    else:
        yield io.BufferedReader(sealing.Opening(content, key), sealing.CHUNK)  # type: ignore[type-var]


def verify(archive: tarfile.TarFile) -> Manifest:
    """The manifest, once every part was found to be what it says; the dump is understood to its end."""
    manifest = Manifest.from_bytes(part(archive, NAME).read())
    found = {entry.name for entry in archive.getmembers() if entry.name != NAME}
    if odd := found ^ manifest.digests.keys():
        raise BackupError(f"The backup and its manifest differ: {', '.join(sorted(odd)[:5])}.")
    for name, expected in manifest.digests.items():
        if digest(part(archive, name)) != expected:
            raise BackupError(f"The backup is damaged: {name} is not what was saved.")
    database.read_back(part(archive, DUMP))
    return manifest


def take(archive: tarfile.TarFile, name: str, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("wb") as file:
        digest(part(archive, name), onto=file)
    target.chmod(0o600)
    return target


def inner_path(name: str) -> PurePosixPath:
    """Path of a stored file below the data folder; a name that leads out of it is refused."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BackupError(f"The backup holds a file with a wrong name: {name}")
    return path


def part(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        content = archive.extractfile(name)
    except KeyError:
        content = None
    if content is None:
        raise BackupError(f"The backup has no {name}.")
    return content
