"""Bytes on disk for good: whole or not at all, and there after a power cut."""

import os
from pathlib import Path

from silah.foundation.kernel.ids import new_id

DRAFT = ".draft"


def write_for_good(path: Path, content: bytes) -> None:
    """Written beside, flushed, renamed, its folder flushed; readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{new_id().hex}{DRAFT}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    draft.rename(path)
    _flush(path.parent)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
