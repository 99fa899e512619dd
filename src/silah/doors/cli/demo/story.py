"""A story told through the operations, step by step, each at its own moment and each only once.

A step and the row that remembers it are committed together, so that a story interrupted anywhere goes on from
there. What an event brings about happens in its step, at the step's moment, instead of waiting for the worker.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model

from silah.config.reactions import table
from silah.foundation.access import Actor, Door, Role
from silah.foundation.access.actor import operator
from silah.foundation.journal import links
from silah.foundation.journal.events import Event, registered
from silah.foundation.journal.idempotency import happened, once
from silah.foundation.journal.operation import Key
from silah.foundation.kernel import clock
from silah.foundation.kernel.working_calendar import WorkingCalendar
from silah.foundation.tenancy import within

END = "the end"
EVERY = 100  # steps between two words of progress
PAUSE = timedelta(minutes=10)
WEEK = WorkingCalendar()  # a feast moves no day of the story, or a window would open or close elsewhere


class Act(Protocol):
    """What happens in a step; the row it gives back can be asked for by the step's name."""

    def __call__(self, story: Story) -> Any: ...


@dataclass(frozen=True)
class Step:
    """`after` names steps that come before it, though days off brought both to one day."""

    at: datetime
    name: str
    act: Act
    after: tuple[str, ...] = ()


def chain_of(steps: Iterable[Step]) -> list[Step]:
    """Each after the one before it."""
    told: list[Step] = []
    for step in steps:
        before = (told[-1].name,) if told else ()
        told.append(replace(step, after=(*step.after, *before)))
    return told


def in_order(steps: Iterable[Step]) -> list[Step]:
    """By their moments, a step some minutes after whatever it follows."""
    known = {step.name: step for step in steps}
    moments: dict[str, datetime] = {}

    def moment(name: str) -> datetime:
        if name not in moments:
            before = [moment(other) + PAUSE for other in known[name].after]
            moments[name] = max([known[name].at, *before])
        return moments[name]

    return sorted((replace(step, at=moment(step.name)) for step in known.values()), key=lambda step: step.at)


class NotTold(RuntimeError):
    """A step asks for a row of another that has not been told: a mistake in the script."""


class Story:
    """One association's part of the demonstration."""

    def __init__(self, slug: str, organisation_id: UUID) -> None:
        self.slug = slug
        self.operator = operator(organisation_id)
        self._staff: dict[str, Actor] = {}
        self._left: dict[str, Any] = {}

    def tell(self, steps: Iterable[Step]) -> None:
        """In the order of their moments. A story told to its end is not begun again."""
        if self._is_told(END):
            return
        ordered = in_order(steps)
        for number, step in enumerate(ordered):
            if number % EVERY == 0:
                print(f"silah: demonstration of {self.slug}, {number} of {len(ordered)}", file=sys.stderr)
            self._tell(step)
        self._tell(Step(ordered[-1].at, END, lambda story: None))

    def _tell(self, step: Step) -> None:
        with clock.travel(step.at), within(self.operator.organisation_id), _at_once():
            left = once(self.operator, Key(step.name), lambda: step.act(self))
        self._left[step.name] = left

    def _is_told(self, name: str) -> bool:
        with within(self.operator.organisation_id):
            return happened(self.operator, name)

    def row(self, name: str) -> Any:
        """What the step of that name left, as it stands now."""
        if (left := self._left.get(name)) is not None:
            return type(left)._default_manager.get(pk=left.pk)
        return once(self.operator, Key(name), lambda: _refuse(name))

    def staff(self, username: str, door: Door = Door.DESK) -> Actor:
        if username not in self._staff:
            self._staff[username] = self.row(f"staff/{username}").actor(door)
        return self._staff[username]

    def today(self) -> date:
        """The day on which the step happens."""
        return clock.today()

    def herself(self, party: Any) -> Actor:
        """A beneficiary, signed in to her own pages."""
        roles = frozenset({Role.BENEFICIARY})
        return Actor(self.operator.organisation_id, roles, Door.PORTAL, party.id, party.full_name)


def _refuse(name: str) -> Model:
    raise NotTold(name)


@contextmanager
def _at_once() -> Iterator[None]:
    """Follows events with their tasks inside the step, the newest last, until none is left."""
    waiting: deque[tuple[Any, Any]] = deque()
    deferring = links.react

    def collect(told: Iterable[tuple[Event, Any]]) -> None:
        for event, entry in told:
            waiting.extend((task, entry) for task in table().get(registered(event).event_name, ()))

    links.react = collect
    try:
        yield
        while waiting:
            task, entry = waiting.popleft()
            task(str(entry.organisation_id), str(entry.id), str(entry.subject_id))
    finally:
        links.react = deferring


class Days:
    """Days counted back from the story's today; the work of a weekend is done on the Thursday before it."""

    def __init__(self, today: date) -> None:
        self.today = today

    def at(self, days_ago: int, hour: int = 10, minute: int = 0) -> datetime:
        day = self.day(days_ago)
        while not WEEK.is_working(day):
            day -= timedelta(days=1)
        return datetime.combine(day, time(hour, minute), clock.RIYADH)

    def exactly(self, days_ago: int, hour: int = 10, minute: int = 0) -> datetime:
        """Whether people work that day or not."""
        return datetime.combine(self.day(days_ago), time(hour, minute), clock.RIYADH)

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)
