"""The key ring's file: JSON, readable by its owner alone, replaced whole and never overwritten in part.

    {"version": 1, "current": "9f2c41aa", "sealing": {"9f2c41aa": "…64 hex…"}, "lookup": "…64 hex…"}

A lost key is lost data, so every change is made under a lock, from what the file then holds. A key may stand on
the ring before it seals (`"prepared"`), so that every host can open with it before the first one seals with it.

The key of look-ups changes as well: from then on the file is of version 2, which a Silah from before refuses rather
than make digests that nobody finds, and says `"lookup": {"current": …, "keys": {…}}`. The first has no id.
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
FIRST_LOOKUP = ""  # what it made bears no id


class KeyRingUnusable(ValueError):
    """The file is there and cannot be trusted, or not so changed. ``code``: unreadable, exposed or in_use."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        super().__init__(detail)


@dataclass(frozen=True)
class Keys:
    current: str
    sealing: Mapping[str, bytes]
    lookups: Mapping[str, bytes]
    prepared: str = ""  # the id of the key that seals next, if one was laid on the ring already
    lookup: str = FIRST_LOOKUP  # the id of the key that makes digests
    lookup_prepared: str = ""

    def __repr__(self) -> str:
        return f"Keys(current={self.current!r}, {len(self.sealing)} keys)"


def load_or_create(path: Path) -> Keys:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(path):
        if not path.exists():
            key_id = secrets.token_hex(4)
            sealing = {key_id: secrets.token_bytes(_KEY_BYTES)}
            _write(path, Keys(key_id, sealing, {FIRST_LOOKUP: secrets.token_bytes(_KEY_BYTES)}))
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


def prepare_lookup(path: Path) -> Keys:
    """Lay the next key of look-ups on the ring: whatever it would have made is found, nothing is made with it yet."""
    with _locked(path):
        keys = read(path)
        if keys.lookup_prepared:
            return keys
        if len(keys.lookups) > 1:
            raise KeyRingUnusable("in_use", "the change before is not finished: retire its old key first")
        key_id, lookups = _one_more(keys.lookups)
        _write(path, replace(keys, lookups=lookups, lookup_prepared=key_id))
        return read(path)


def rotate_lookup(path: Path) -> Keys:
    """Make digests with the prepared key from now on."""
    with _locked(path):
        keys = read(path)
        if not keys.lookup_prepared:
            raise KeyRingUnusable("in_use", "no key of look-ups was prepared")
        _write(path, replace(keys, lookup=keys.lookup_prepared, lookup_prepared=""))
        return read(path)


def retire_lookup(path: Path, key_id: str) -> Keys:
    """Take it off for good. Whoever calls has seen that nothing is found by it any more."""
    with _locked(path):
        keys = read(path)
        if key_id in (keys.lookup, keys.lookup_prepared or None) or key_id not in keys.lookups:
            raise KeyRingUnusable("in_use", f"{key_id} is the key of look-ups, or the next one, or none")
        left = {each: key for each, key in keys.lookups.items() if each != key_id}
        _write(path, replace(keys, lookups=left))
        return read(path)


def _with_another(keys: Keys) -> Keys:
    key_id, grown = _one_more(keys.sealing)
    return replace(keys, sealing=grown, prepared=key_id)


def _one_more(keys: Mapping[str, bytes]) -> tuple[str, dict[str, bytes]]:
    key_id = secrets.token_hex(4)
    while key_id in keys:
        key_id = secrets.token_hex(4)
    return key_id, {**keys, key_id: secrets.token_bytes(_KEY_BYTES)}


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
    if data["version"] not in (1, 2) or not isinstance(listed, dict):
        raise ValueError("unknown form")
    if current not in listed or not all(_KEY_ID.fullmatch(key_id) for key_id in listed):
        raise ValueError("key ids do not agree")
    sealing = {key_id: _key(text) for key_id, text in listed.items()}
    prepared = str(data.get("prepared", ""))
    if prepared and prepared not in listed:
        raise ValueError("key ids do not agree")
    if data["version"] == 1:
        return Keys(str(current), sealing, {FIRST_LOOKUP: _key(data["lookup"])}, prepared)
    return Keys(str(current), sealing, *_lookups(data["lookup"], prepared))


def _lookups(data: object, prepared: str) -> tuple[dict[str, bytes], str, str, str]:
    if not isinstance(data, dict):
        raise ValueError("unknown form")
    keys = {str(key_id): _key(text) for key_id, text in data["keys"].items()}
    current, next_one = str(data["current"]), str(data.get("prepared", ""))
    if current not in keys or (next_one and next_one not in keys):
        raise ValueError("key ids do not agree")
    if not all(key_id == FIRST_LOOKUP or _KEY_ID.fullmatch(key_id) for key_id in keys):
        raise ValueError("key ids do not agree")
    return keys, prepared, current, next_one


def _key(text: object) -> bytes:
    key = bytes.fromhex(str(text))
    if len(key) != _KEY_BYTES:
        raise ValueError("a key of another length")
    return key


def _write(path: Path, keys: Keys) -> None:
    data = {
        "version": 1 if set(keys.lookups) == {FIRST_LOOKUP} else 2,
        "current": keys.current,
        "sealing": _told(keys.sealing),
        "lookup": _lookup_told(keys),
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


def _told(keys: Mapping[str, bytes]) -> dict[str, str]:
    return {key_id: key.hex() for key_id, key in keys.items()}


def _lookup_told(keys: Keys) -> object:
    if set(keys.lookups) == {FIRST_LOOKUP}:
        return keys.lookups[FIRST_LOOKUP].hex()
    told = {"current": keys.lookup, "keys": _told(keys.lookups)}
    return told | ({"prepared": keys.lookup_prepared} if keys.lookup_prepared else {})


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
