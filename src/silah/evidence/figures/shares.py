"""What each record adds to the figures, asked of the controls themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.policy import control as controls
from silah.policy.judging import Flaw, Judging, adds

EVENTS = "events"
EVER = ""  # where another share has its day
AtFlaw = tuple[str, date | None, Flaw]  # control, the day it is counted on, what is wrong


@dataclass
class Share:
    """`adds`: day → name → how many; a name is `control name`, or `control name@day` from a later day on."""

    adds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    flaws: list[AtFlaw] = field(default_factory=list)
    turns_at: datetime | None = None

    def plain(self) -> dict[str, dict[str, int]]:
        """As it is stored: nothing that came to nothing."""
        days = {day: {name: n for name, n in names.items() if n} for day, names in self.adds.items()}
        return {day: names for day, names in days.items() if names}


def judging() -> list[Judging]:
    every = (controls.control(name) for name in sorted(controls.known_controls()))
    return [each for each in every if isinstance(each, Judging)]


def events() -> frozenset[str]:
    """Events that a control waits for or tells of; `name/code` counts those whose data say this code."""
    every = [controls.control(name) for name in controls.known_controls()]
    besides = {name for each in judging() for name in each.besides}
    return frozenset(name for each in every if each for name in each.events) | besides


def shares_of(by: Actor, kind: str, ids: Collection[UUID]) -> dict[UUID, Share]:
    """Of these records of one kind; whoever adds nothing is left out."""
    found: dict[UUID, Share] = defaultdict(Share)
    for control in judging():
        if kind in control.roots:
            _judge(by, control, kind, ids, found)
    for subject_id, day, name in _happened(by, kind, ids):
        found[subject_id].adds[day.isoformat()][f"{EVENTS} {name}"] += 1
    return found


def _judge(by: Actor, control: Judging, kind: str, ids: Collection[UUID], found: dict[UUID, Share]) -> None:
    now = clock.now()
    for each in control.judged(by, kind, ids):
        share = found[each.root]
        for day, name, since, n in adds(each):
            later = since is not None and (day is None or since > day)
            key = f"{control.name} {name}@{since}" if later else f"{control.name} {name}"
            share.adds[day.isoformat() if day else EVER][key] += n
        share.flaws += [(control.name, None if flaw.ever else each.day, flaw) for flaw in each.flaws]
        turns = [turn for turn in (share.turns_at, *each.turns) if turn is not None and turn >= now]
        share.turns_at = min(turns, default=None)


def _happened(by: Actor, kind: str, ids: Collection[UUID]) -> Iterator[tuple[UUID, date, str]]:
    wanted = events()
    plain = {name.partition("/")[0] for name in wanted}
    rows = Entry.objects.filter(
        organisation_id=by.organisation_id, subject_kind=kind, subject_id__in=list(ids), name__in=plain
    )
    for subject_id, name, at, data in rows.values_list("subject_id", "name", "happened_at", "data"):
        for each in (name, f"{name}/{data.get('code', '')}"):
            if each in wanted:
                yield subject_id, clock.day_of(at), each
