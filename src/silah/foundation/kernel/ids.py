"""Row ids: UUID version 7 (RFC 9562), so that new rows land together at the end of every index.

Layout: 48 bits of Unix milliseconds, then 74 bits that start random in each millisecond and grow by a
random step within it. Ids made by one process therefore sort in the order they were made, even when
the system clock steps back, and still cannot be guessed from one another.
"""

import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

_TAIL_BITS = 74
_STEP_BITS = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_lock = threading.Lock()
_last_ms = -1
_last_tail = 0


def new_id() -> UUID:
    global _last_ms, _last_tail
    ms = time.time_ns() // 1_000_000
    with _lock:
        _last_ms, _last_tail = _after(_last_ms, _last_tail, ms)
        return _assemble(_last_ms, _last_tail)


def moment_of(identifier: UUID) -> datetime:
    """When a version 7 id was made, to the millisecond."""
    if identifier.version != 7:
        raise ValueError("only a version 7 id carries its moment")
    return _EPOCH + timedelta(milliseconds=identifier.int >> 80)


def _after(last_ms: int, last_tail: int, ms: int) -> tuple[int, int]:
    if ms > last_ms:
        # The top bit stays clear, which leaves room to grow within the millisecond.
        return ms, secrets.randbits(_TAIL_BITS - 1)
    tail = last_tail + 1 + secrets.randbits(_STEP_BITS)
    if tail >> _TAIL_BITS:
        return last_ms + 1, secrets.randbits(_TAIL_BITS - 1)
    return last_ms, tail


def _assemble(ms: int, tail: int) -> UUID:
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return UUID(int=ms << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
