"""Personal values at rest: sealed with AES-256-GCM under a ring of keys kept outside data and backup.

A sealed value is ``version (1) · key id (4) · nonce (12) · ciphertext and tag``. The header and the
caller's context (which association, what for) are authenticated with it, so a value moved to another
column or another association does not open. Equality look-ups use a keyed hash under a key of its own,
which rotation leaves alone: changing it would orphan every stored hash.
"""

import hmac
import os
from functools import lru_cache
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from silah.foundation.kernel import key_file

_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_HEADER_BYTES = 1 + _KEY_ID_BYTES
_NONCE_BYTES = 12
_TAG_BYTES = 16
LOOKUP_BYTES = 32  # of a hash for look-ups, beside its key's id
CIPHERS = 8  # more than the keys of a ring
LEAST_BYTES = _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES  # of a sealed value: that of an empty one


class SealBroken(ValueError):
    """The value was altered, cut, sealed for another context, or its key is not on the ring."""

    code = "seal_broken"


class KeyRing:
    """The keys of one installation. Safe to share between threads; processes share it by its file."""

    def __init__(self, path: Path, keys: key_file.Keys) -> None:
        self._path = path
        self._keys = keys
        self._stamp = _stamp(path)

    @classmethod
    def load_or_create(cls, path: str | os.PathLike[str]) -> Self:
        place = Path(path)
        return cls(place, key_file.load_or_create(place))

    @property
    def current(self) -> str:
        """The id of the key that seals from now on."""
        return self._latest().current

    @property
    def key_ids(self) -> frozenset[str]:
        """Of every key on the ring, the prepared one too."""
        return frozenset(self._latest().sealing)

    @property
    def prepared(self) -> str:
        return self._latest().prepared

    def prepare(self) -> str:
        """Lay the next key on the ring without sealing with it yet. Gives its id."""
        self._keys = key_file.prepare(self._path)
        return self._keys.prepared

    def rotate(self) -> str:
        """Seal with the next key from now on; values sealed before still open. Gives the key's id."""
        self._keys = key_file.rotate(self._path)
        return self.current

    def retire(self, key_id: str) -> None:
        """Take a key off the ring: what is sealed with it never opens again."""
        self._keys = key_file.retire(self._path, key_id)

    @property
    def lookup(self) -> str:
        """The id of the key of look-ups that makes hashes from now on."""
        return self._latest().lookup

    @property
    def lookup_ids(self) -> frozenset[str]:
        return frozenset(self._latest().lookups)

    @property
    def lookup_prepared(self) -> str:
        return self._latest().lookup_prepared

    def prepare_lookup(self) -> str:
        """Lay the next key of look-ups on the ring: its hashes are looked for, none is made yet. Gives its id."""
        self._keys = key_file.prepare_lookup(self._path)
        return self._keys.lookup_prepared

    def rotate_lookup(self) -> str:
        """Make hashes with the prepared key from now on; those made before are found. Gives its id."""
        self._keys = key_file.rotate_lookup(self._path)
        return self._keys.lookup

    def retire_lookup(self, key_id: str) -> None:
        """What was hashed with it is never found again."""
        self._keys = key_file.retire_lookup(self._path, key_id)

    def seal(self, plaintext: bytes, *, context: bytes) -> bytes:
        keys = self._latest()
        header = _VERSION + bytes.fromhex(keys.current)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = _cipher(keys.sealing[keys.current]).encrypt(nonce, plaintext, header + context)
        return header + nonce + sealed

    def open(self, blob: bytes, *, context: bytes) -> bytes:
        header, nonce, sealed = _split(bytes(blob))
        key = self._key(header[1:].hex())
        try:
            return _cipher(key).decrypt(nonce, sealed, header + context)
        except InvalidTag:
            raise SealBroken("altered, or sealed for another context") from None

    def sealed_with_current(self, blob: bytes) -> bool:
        """False for a value to be sealed again after a rotation."""
        return key_id_of(blob) == self.current

    def lookup_hash(self, value: str | bytes, *, context: bytes) -> bytes:
        """Equal for equal values in one context, telling nothing without the key: 32 bytes, or an id and 32 bytes."""
        keys = self._latest()
        return _lookup_hash(keys, keys.lookup, value, context)

    def lookup_hashes(self, value: str | bytes, *, context: bytes) -> list[bytes]:
        """Each hash under which a value may stand: the one to write first, then those of the other keys."""
        keys = self._latest()
        others = sorted(keys.lookups.keys() - {keys.lookup})
        return [_lookup_hash(keys, key_id, value, context) for key_id in (keys.lookup, *others)]

    def _latest(self) -> key_file.Keys:
        """Read again when another process has changed the file: one look at its date for each value sealed."""
        stamp = _stamp(self._path)
        if stamp is not None and stamp != self._stamp:
            self._keys, self._stamp = key_file.read(self._path), stamp
        return self._keys

    def _key(self, key_id: str) -> bytes:
        if key_id not in self._keys.sealing:
            # Another process may have rotated the ring since this one read it.
            self._keys = key_file.read(self._path)
        try:
            return self._keys.sealing[key_id]
        except KeyError:
            raise SealBroken("its key is not on the ring") from None


def _lookup_hash(keys: key_file.Keys, key_id: str, value: str | bytes, context: bytes) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    # The length in front keeps (context, value) apart from any other way to cut the same bytes.
    said = len(context).to_bytes(4, "big") + context + data
    return bytes.fromhex(key_id) + hmac.digest(keys.lookups[key_id], said, "sha256")


def lookup_id_of(made: bytes) -> str:
    """With which key of look-ups a hash was made."""
    return made[:-LOOKUP_BYTES].hex()


@lru_cache(CIPHERS)
def _cipher(key: bytes) -> AESGCM:
    """Made once a key, which the ring holds in memory anyway: that takes as long as opening a short value."""
    return AESGCM(key)


def key_id_of(blob: bytes) -> str:
    """With which key a value was sealed."""
    return _split(bytes(blob))[0][1:].hex()


def _stamp(path: Path) -> tuple[int, int] | None:
    """The file is replaced whole on every change, so date and number tell one state of it from another."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino


def _split(blob: bytes) -> tuple[bytes, bytes, bytes]:
    if len(blob) < _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES or not blob.startswith(_VERSION):
        raise SealBroken("not a sealed value")
    nonce_end = _HEADER_BYTES + _NONCE_BYTES
    return blob[:_HEADER_BYTES], blob[_HEADER_BYTES:nonce_end], blob[nonce_end:]
