"""What is going on right now: the operation in progress and what it has recorded so far."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry


@dataclass
class Frame:
    """One running operation; inner operations have frames of their own."""

    by: Actor
    operation: str
    outer: Frame | None
    entries: list[Entry] = field(default_factory=list)


current: ContextVar[Frame | None] = ContextVar("silah_operation", default=None)
