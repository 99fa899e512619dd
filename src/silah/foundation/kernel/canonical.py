"""One way to write data as bytes, so that a digest of it means something years later.

UTF-8 JSON, keys sorted by code point, no spaces, letters unescaped. Only strings, integers, booleans,
null, lists and dictionaries: a float's text differs between writers, so amounts are integers.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from uuid import UUID


def canonical_bytes(data: object) -> bytes:
    _check(data)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: bytes) -> bytes:
    """SHA-256, 32 bytes."""
    return hashlib.sha256(content).digest()


def as_text(value: UUID | date | datetime) -> str:
    """An id, a day, or a moment as ``2026-11-23T08:00:00.000000Z``."""
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").zfill(26) + "Z"
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(data: object) -> object:
    """The same data with ids, days, moments, enumerations and tuples written the canonical way."""
    match data:
        case Enum():
            return plain(data.value)
        case UUID() | date():
            return as_text(data)
        case Mapping():
            return {plain(key): plain(value) for key, value in data.items()}
        case list() | tuple():
            return [plain(item) for item in data]
        case _:
            return data


def _check(data: object) -> None:
    # Exact types: a subclass may write itself in its own way.
    if type(data) is dict:
        for key, value in data.items():
            if type(key) is not str:
                raise TypeError("a key is a string")
            _check(value)
    elif type(data) is list:
        for item in data:
            _check(item)
    elif type(data) not in (str, int, bool, type(None)):
        raise TypeError(f"{type(data).__name__} has no canonical form")


def folder_digest(folder: Path) -> str:
    """16 hexadecimal digits that differ when a file under `folder` has another name or content."""
    told = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        told.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return told.hexdigest()[:16]
