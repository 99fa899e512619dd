"""What proves a clause: the setting it reads, the events it leaves, what goes against it.

Each room declares its controls in `controls.py`; the pack names one for each clause; the evidence wing
asks it for figures over a period. A control reads, never writes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db.models import Count

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.policy.pack import Pack


@dataclass(frozen=True)
class Period:
    """From the first moment, up to but without the last; both aware UTC."""

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Breach:
    """One case that goes against the clause; `code` names the kind of breach within the control."""

    kind: str
    subject_id: UUID
    code: str
    sentence: str
    at: datetime | None = None


@dataclass(frozen=True)
class Sample:
    """One record that proves it, without a name: a reference and a sentence."""

    kind: str
    subject_id: UUID
    reference: str
    sentence: str
    at: datetime | None = None


@dataclass(frozen=True)
class Figures:
    """`events` counts each named event in the period; `lines` are what the page shows, in order."""

    total: int = 0
    good: int = 0
    events: dict[str, int] = field(default_factory=dict)
    lines: tuple[tuple[str, str], ...] = ()
    breaches: tuple[Breach, ...] = ()
    samples: tuple[Sample, ...] = ()
    missing: str = ""  # why this is a gap whatever happened, e.g. a guide that was never uploaded


class Control(ABC):
    """One way to prove a clause. `name` is `room.control`, as packs write it."""

    name: ClassVar[str]
    events: ClassVar[tuple[str, ...]]  # all must have occurred before the clause is proven

    @abstractmethod
    def setting(self, pack: Pack) -> str:
        """The setting in force, said in one Arabic sentence."""

    @abstractmethod
    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        """Live figures of the period, from the association's own rows."""


_controls: dict[str, Control] = {}


def register[T: Control](cls: type[T]) -> type[T]:
    if cls.name in _controls:
        raise ValueError(f"two controls are called {cls.name}")
    _controls[cls.name] = cls()
    return cls


def control(name: str) -> Control | None:
    """None for a name that an old version used and no code answers to any more."""
    return _controls.get(name)


def known_controls() -> frozenset[str]:
    return frozenset(_controls)


def counted(by: Actor, names: Iterable[str], period: Period) -> dict[str, int]:
    """How often each named event happened in the period: one query."""

    wanted = tuple(names)
    found = dict(
        Entry.objects.filter(
            organisation_id=by.organisation_id,
            name__in=wanted,
            happened_at__gte=period.begins_at,
            happened_at__lt=period.ends_at,
        )
        .values_list("name")
        .annotate(n=Count("id"))
        .values_list("name", "n")
    )
    return {name: found.get(name, 0) for name in wanted}
