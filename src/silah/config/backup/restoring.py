"""Restoring a backup into an installation that holds nothing yet."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from silah.config.backup import database, reading
from silah.config.backup.errors import BackupError
from silah.config.backup.making import stored
from silah.config.backup.manifest import DUMP, FOLDERS, Manifest, homes


def restore(data: Path, file: Path, key: bytes | None = None) -> Manifest:
    """Load `file` and compare every table with what was saved."""
    where = database.address(data)
    with (
        reading.opened(file, key) as archive,
        tempfile.TemporaryDirectory(prefix=".restore-", dir=data) as working,
    ):
        manifest = reading.verify(archive)
        _must_be_empty(where, data)
        for folder in FOLDERS:
            (Path(working) / folder).mkdir(mode=0o700)
        for name in manifest.stored:
            _keep(reading.take(archive, name, Path(working) / reading.inner_path(name)))
        database.load(where, reading.part(archive, DUMP))
        for folder, home in homes(data).items():
            _fill(home, Path(working) / folder)
    found = database.rows(where)
    if found != manifest.rows:
        odd = [
            table
            for table in found.keys() | manifest.rows.keys()
            if found.get(table) != manifest.rows.get(table)
        ]
        raise BackupError(f"After the restore these tables differ from the backup: {', '.join(sorted(odd))}.")
    return manifest


def _must_be_empty(where: str, data: Path) -> None:
    if database.rows(where):
        raise BackupError(
            "The database holds tables already. Restore into a new, empty SILAH_DATA or database."
        )
    if stored(data):
        raise BackupError(
            f"{data} or the folder of SILAH_FILES holds stored files already. Restore into new, empty ones."
        )


def _fill(home: Path, restored: Path) -> None:
    """The folder itself stays: it may be where shared storage is mounted. What is in it holds no file."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in home.iterdir():
        shutil.rmtree(left)
    for path in restored.iterdir():
        shutil.move(path, home / path.name)


def _keep(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
