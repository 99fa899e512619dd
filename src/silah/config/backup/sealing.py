"""A backup that only its key opens: a stream of chunks, each sealed with AES-256-GCM.

`SILAHBK1 · salt (16) · key's mark (8)`, then chunks of 1 MiB and a tag. The file's own key comes from the operator's
key and the salt. A chunk's nonce is its number and whether it is the last: one that was moved, left out,
repeated or cut off does not open. Any part can be read without the parts before it, so memory stays flat.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from silah.config import environment
from silah.config.backup.errors import BackupError

MAGIC = b"SILAHBK1"
SALT, MARK, TAG, KEY = 16, 8, 16, 32  # bytes
CHUNK = 1024 * 1024
HEADER = len(MAGIC) + SALT + MARK
VARIABLE = "SILAH_BACKUP_KEY"


def key_of(file: Path | None) -> bytes | None:
    """The operator's key: 64 hexadecimal digits in `file`, or in the variable or its file; nothing where none is given."""
    if file is None:
        given = environment.hidden(VARIABLE)
        return _parsed(given, VARIABLE) if given else None
    try:
        return _parsed(file.read_text(encoding="ascii"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"The key cannot be read from {file}: {error}") from error


def is_sealed(file: Path) -> bool:
    with file.open("rb") as content:
        return content.read(len(MAGIC)) == MAGIC


class Sealing(io.RawIOBase):
    """Writes into `onto`. Closing it seals the last chunk; `onto` stays open."""

    def __init__(self, onto: IO[bytes], key: bytes) -> None:
        salt = os.urandom(SALT)
        cipher, mark = _of_file(key, salt)
        self._onto, self._cipher, self._header = onto, cipher, MAGIC + salt + mark
        self._waiting, self._number, self._taken = bytearray(), 0, 0
        onto.write(self._header)

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._taken

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._waiting += content
        self._taken += len(content)
        while len(self._waiting) > CHUNK:  # one chunk is always kept: it may be the last
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
        super().close()

    def _seal(self, content: bytes, *, last: bool) -> None:
        self._onto.write(self._cipher.encrypt(_nonce(self._number, last=last), content, self._header))
        self._number += 1


class Opening(io.RawIOBase):
    """Reads from `source`, from any place in it. Raises `BackupError` where it is not what was sealed."""

    def __init__(self, source: IO[bytes], key: bytes) -> None:
        self._source, self._header = source, source.read(HEADER)
        size = source.seek(0, io.SEEK_END) - HEADER
        if size < TAG:
            raise BackupError("This backup is cut short: it has not even a whole beginning.")
        self._last, left = divmod(size - 1, CHUNK + TAG)
        self._size = self._last * CHUNK + left + 1 - TAG
        self._cipher, mark = _of_file(key, self._header[len(MAGIC) : len(MAGIC) + SALT])
        if mark != self._header[-MARK:]:
            raise BackupError("This is not the key of this backup.")
        self._place, self._held = 0, (-1, b"")
        self._chunk(self._last)  # a file cut between two chunks ends in one that was not its last

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if self._place >= self._size:
            return 0
        number, within = divmod(self._place, CHUNK)
        part = self._chunk(number)[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            self._source.seek(HEADER + number * (CHUNK + TAG))
            sealed = self._source.read(CHUNK + TAG)
            try:
                opened = self._cipher.decrypt(_nonce(number, last=number == self._last), sealed, self._header)
            except InvalidTag:
                raise BackupError(
                    f"The backup is damaged: its part {number + 1} of {self._last + 1} was altered, moved or cut."
                ) from None
            self._held = (number, opened)
        return self._held[1]


def _of_file(key: bytes, salt: bytes) -> tuple[AESGCM, bytes]:
    """The cipher of one file, and a mark by which its key is told from another."""
    made = HKDF(SHA256(), length=KEY + MARK, salt=salt, info=b"silah backup").derive(key)
    return AESGCM(made[:KEY]), made[KEY:]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _parsed(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise BackupError(f"{where} holds no key: 64 hexadecimal digits are expected (openssl rand -hex 32).")
    return key
