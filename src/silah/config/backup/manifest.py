"""What a backup says of itself: digests of its parts, rows of each table."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Self

from silah.config import environment
from silah.config.backup.errors import BackupError

FORMAT = 1
NAME = "manifest.json"
DUMP = "database.dump"
FOLDERS = ("files", "seals")
BLOCK = 1024 * 1024


def homes(data: Path) -> dict[str, Path]:
    """Where each folder lies: the files perhaps on storage that several hosts share; seals kept elsewhere stay there."""
    return {"files": environment.folder("SILAH_FILES", default=data / "files"), "seals": data / "seals"}


@dataclass(frozen=True)
class Manifest:
    taken_at: str  # UTC, ISO 8601
    postgresql: str
    rows: dict[str, int]  # by table
    digests: dict[str, str]  # SHA-256, by name within the backup
    format: int = FORMAT

    @property
    def total_rows(self) -> int:
        return sum(self.rows.values())

    @property
    def total_files(self) -> int:
        return len(self.stored)

    @property
    def stored(self) -> list[str]:
        """Names of the files beside the database, each beginning with its folder."""
        return [name for name in self.digests if name.partition("/")[0] in FOLDERS]

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        try:
            value = json.loads(content)
            found = value["format"]
            if found == FORMAT:
                return cls(**value)
        except (ValueError, TypeError, KeyError) as error:
            raise BackupError(f"The backup's {NAME} cannot be read: {error}") from error
        raise BackupError(f"This backup has format {found}; this Silah reads format {FORMAT}.")


def digest(stream: IO[bytes], onto: IO[bytes] | None = None) -> str:
    """SHA-256 of a stream, copied on its way where `onto` is given."""
    found = hashlib.sha256()
    while block := stream.read(BLOCK):
        found.update(block)
        if onto:
            onto.write(block)
    return found.hexdigest()
