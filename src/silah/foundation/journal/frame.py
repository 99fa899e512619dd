"""What is going on right now: the operation in progress and what it has recorded so far."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field

from silah.foundation.access import Actor
from silah.foundation.journal.events import Event
from silah.foundation.journal.models import Entry


@dataclass
class Waiting:
    """Recorded by an outermost operation and those in it, to be written together. `depth`: savepoints open then."""

    depth: int
    told: list[tuple[Event, Entry]] = field(default_factory=list)


@dataclass
class Frame:
    """One running operation; inner operations have frames of their own and share what waits."""

    by: Actor
    operation: str
    outer: Frame | None
    entries: list[Entry] = field(default_factory=list)
    waiting: Waiting | None = None


current: ContextVar[Frame | None] = ContextVar("silah_operation", default=None)
