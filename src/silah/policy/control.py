"""What proves a clause: the setting it reads, the events it leaves, what goes against it.

Each room declares its controls in `controls.py`; the pack names one for each clause; the evidence wing
asks it for figures over a period. A control reads, never writes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import ClassVar, overload
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


class Samples(Sequence[Sample]):
    """Read when somebody looks: a page of all clauses shows none, and so asks for none."""

    def __init__(self, read: Callable[[], Iterable[Sample]]) -> None:
        self._read = read

    @cached_property
    def _found(self) -> tuple[Sample, ...]:
        return tuple(self._read())

    @overload
    def __getitem__(self, place: int) -> Sample: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Sample, ...]: ...
    def __getitem__(self, place: int | slice) -> Sample | tuple[Sample, ...]:
        return self._found[place]

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return repr(self._found)


@dataclass(frozen=True)
class Spread:
    """Days that each case took, and the least and the most that were told; in no order of cases."""

    days: tuple[int, ...]
    floor: int | None = None
    ceiling: int | None = None


@dataclass(frozen=True)
class Figures:
    """`lines` are what the page shows, in order; `good` never counts what was not shown.

    `events` is filled from the journal by `measured`; a control sets one itself only where the journal's
    count is not what the clause means, e.g. contacts through one channel.
    """

    total: int = 0
    good: int = 0
    events: dict[str, int] = field(default_factory=dict)
    lines: tuple[tuple[str, str], ...] = ()
    breaches: tuple[Breach, ...] = ()
    samples: Sequence[Sample] = ()
    missing: str = ""  # why this is a gap whatever happened, e.g. a guide that was never uploaded
    spread: Spread | None = None  # what the page draws, where a picture says it sooner


class Control(ABC):
    """One way to prove a clause. `name` is `room.control`, as packs write it."""

    name: ClassVar[str]
    events: ClassVar[tuple[str, ...]]  # all must have occurred before the clause is proven

    @abstractmethod
    def setting(self, pack: Pack) -> str:
        """The setting in force, said in one Arabic sentence."""

    def in_force(self, by: Actor, pack: Pack, period: Period) -> str:
        """The same, with what stands outside the pack: a figure the board set on its own."""
        return self.setting(pack)

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


def measured(
    found: Control, by: Actor, pack: Pack, period: Period, counts: Mapping[str, int] | None = None
) -> Figures:
    """A control's figures with its events; `counts` spares the query where many controls are asked."""
    figures = found.figures(by, pack, period)
    happened = counted(by, found.events, period) if counts is None else counts
    return replace(figures, events={**{name: happened[name] for name in found.events}, **figures.events})


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
