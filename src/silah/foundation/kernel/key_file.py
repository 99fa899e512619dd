"""The key ring's file: JSON, readable by its owner alone, replaced whole and never overwritten in part.

    {"version": 1, "current": "9f2c41aa", "sealing": {"9f2c41aa": "…64 hex…"}, "lookup": "…64 hex…"}

A lost key is lost data, so every change is made under a lock, from what the file then holds. A key may stand on
the ring before it seals (`"prepared"`), so that every host can open with it before the first one seals with it.
"""

import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

_KEY_BYTES = 32
_KEY_ID = re.compile(r"[0-9a-f]{8}")


class KeyRingUnusable(ValueError):
    """The file is there and cannot be trusted, or not so changed. ``code``: unreadable, exposed or in_use."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        super().__init__(detail)


@dataclass(frozen=True)
class Keys:
    current: str
    sealing: Mapping[str, bytes]
    lookup: bytes
    prepared: str = ""  # the id of the key that seals next, if one was laid on the ring already

    def __repr__(self) -> str:
        return f"Keys(current={self.current!r}, {len(self.sealing)} keys)"


def load_or_create(path: Path) -> Keys:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(path):
        if not path.exists():
            key_id = secrets.token_hex(4)
            sealing = {key_id: secrets.token_bytes(_KEY_BYTES)}
            _write(path, Keys(key_id, sealing, secrets.token_bytes(_KEY_BYTES)))
        return read(path)


def prepare(path: Path) -> Keys:
    """Lay the next key on the ring; nothing is sealed with it yet. The one that waits already stays."""
    with _locked(path):
        keys = read(path)
        if not keys.prepared:
            _write(path, _with_another(keys))
        return read(path)


def rotate(path: Path) -> Keys:
    """Seal with the prepared key from now on, or with a new one."""
    with _locked(path):
        keys = read(path)
        grown = keys if keys.prepared else _with_another(keys)
        _write(path, replace(grown, current=grown.prepared, prepared=""))
        return read(path)


def retire(path: Path, key_id: str) -> Keys:
    """Take a key off the ring for good. Whoever calls has seen that nothing is sealed with it any more."""
    with _locked(path):
        keys = read(path)
        if key_id in {keys.current, keys.prepared}:
            raise KeyRingUnusable("in_use", f"{key_id} is the key that seals, or the next one")
        left = {each: key for each, key in keys.sealing.items() if each != key_id}
        _write(path, replace(keys, sealing=left))
        return read(path)


def _with_another(keys: Keys) -> Keys:
    key_id = secrets.token_hex(4)
    while key_id in keys.sealing:
        key_id = secrets.token_hex(4)
    grown = {**keys.sealing, key_id: secrets.token_bytes(_KEY_BYTES)}
    return replace(keys, sealing=grown, prepared=key_id)


def read(path: Path) -> Keys:
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_mode & 0o007:
            raise KeyRingUnusable("exposed", f"everyone on this machine may read {path.name}; chmod 600 it")
        content = file.read()
    try:
        return _parse(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyRingUnusable("unreadable", f"{path.name} is not a key ring") from error


def _parse(data: dict[str, object]) -> Keys:
    listed, current = data["sealing"], data["current"]
    if data["version"] != 1 or not isinstance(listed, dict):
        raise ValueError("unknown form")
    if current not in listed or not all(_KEY_ID.fullmatch(key_id) for key_id in listed):
        raise ValueError("key ids do not agree")
    sealing = {key_id: _key(text) for key_id, text in listed.items()}
    prepared = str(data.get("prepared", ""))
    if prepared and prepared not in listed:
        raise ValueError("key ids do not agree")
    return Keys(str(current), sealing, _key(data["lookup"]), prepared)


def _key(text: object) -> bytes:
    key = bytes.fromhex(str(text))
    if len(key) != _KEY_BYTES:
        raise ValueError("a key of another length")
    return key


def _write(path: Path, keys: Keys) -> None:
    data = {
        "version": 1,
        "current": keys.current,
        "sealing": {key_id: key.hex() for key_id, key in keys.sealing.items()},
        "lookup": keys.lookup.hex(),
    } | ({"prepared": keys.prepared} if keys.prepared else {})
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump(data, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    # A file of its own: the ring is replaced on every change, and a lock would stay with the old one.
    descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
