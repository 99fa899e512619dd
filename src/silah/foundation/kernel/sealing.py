"""Personal values at rest: sealed with AES-256-GCM under a ring of keys kept outside data and backup.

A sealed value is ``version (1) · key id (4) · nonce (12) · ciphertext and tag``. The header and the
caller's context (which association, what for) are authenticated with it, so a value moved to another
column or another association does not open. Equality look-ups use a keyed hash under a key of its own,
which rotation leaves alone: changing it would orphan every stored hash.
"""

import hmac
import os
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


class SealBroken(ValueError):
    """The value was altered, cut, sealed for another context, or its key is not on the ring."""

    code = "seal_broken"


class KeyRing:
    """The keys of one installation. Safe to share between threads; processes share it by its file."""

    def __init__(self, path: Path, keys: key_file.Keys) -> None:
        self._path = path
        self._keys = keys

    @classmethod
    def load_or_create(cls, path: str | os.PathLike[str]) -> Self:
        place = Path(path)
        return cls(place, key_file.load_or_create(place))

    @property
    def current(self) -> str:
        """The id of the key that seals from now on."""
        return self._keys.current

    def rotate(self) -> str:
        """Seal with a new key from now on; values sealed before still open. Gives the new key's id."""
        self._keys = key_file.rotate(self._path)
        return self.current

    def seal(self, plaintext: bytes, *, context: bytes) -> bytes:
        keys = self._keys
        header = _VERSION + bytes.fromhex(keys.current)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(keys.sealing[keys.current]).encrypt(nonce, plaintext, header + context)
        return header + nonce + sealed

    def open(self, blob: bytes, *, context: bytes) -> bytes:
        header, nonce, sealed = _split(bytes(blob))
        key = self._key(header[1:].hex())
        try:
            return AESGCM(key).decrypt(nonce, sealed, header + context)
        except InvalidTag:
            raise SealBroken("altered, or sealed for another context") from None

    def sealed_with_current(self, blob: bytes) -> bool:
        """False for a value to be sealed again after a rotation."""
        return _split(bytes(blob))[0][1:].hex() == self.current

    def lookup_hash(self, value: str | bytes, *, context: bytes) -> bytes:
        """32 bytes, equal for equal values in one context, telling nothing without the key."""
        data = value.encode() if isinstance(value, str) else value
        # The length in front keeps (context, value) apart from any other way to cut the same bytes.
        return hmac.digest(self._keys.lookup, len(context).to_bytes(4, "big") + context + data, "sha256")

    def _key(self, key_id: str) -> bytes:
        if key_id not in self._keys.sealing:
            # Another process may have rotated the ring since this one read it.
            self._keys = key_file.read(self._path)
        try:
            return self._keys.sealing[key_id]
        except KeyError:
            raise SealBroken("its key is not on the ring") from None


def _split(blob: bytes) -> tuple[bytes, bytes, bytes]:
    if len(blob) < _HEADER_BYTES + _NONCE_BYTES + _TAG_BYTES or not blob.startswith(_VERSION):
        raise SealBroken("not a sealed value")
    nonce_end = _HEADER_BYTES + _NONCE_BYTES
    return blob[:_HEADER_BYTES], blob[_HEADER_BYTES:nonce_end], blob[nonce_end:]
