"""Waiting for what must come, not for time."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 180.0  # seconds until what must come counts as failed; nothing is paced by it


def until(holds: Callable[[], object], seconds: float = PATIENCE, *, every: float = 0.1) -> float:
    """How long it took until this held, looked at `every` so many seconds."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() < begun + seconds, f"it did not come to that within {seconds:.0f} s"
        time.sleep(every)
    return time.monotonic() - begun
