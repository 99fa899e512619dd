"""Controls that judge one record at a time, so that their figures can be kept and put right record by record.

A judgement says what one record adds to the figures and on which day, and what is wrong with it. Figures of a
period are the sum of the judgements of its days: asked now of every record, or kept by the evidence wing.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, QuerySet

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.policy.control import Breach, Control, Figures, Period, Sample
from silah.policy.pack import Pack

Ids = Collection[UUID] | None  # none: every record of the association
Figured = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What goes against the clause in one record.

    It is listed where the record is counted, in a period that reaches `since` and, if it was mended then, not
    `until`; `ever` lists it in earlier and later periods too. What comes with time is told once that has come.
    """

    code: str
    kind: str
    subject_id: UUID
    reference: str = ""
    at: datetime | None = None
    since: date | None = None
    until: date | None = None
    ever: bool = False

    @property
    def family(self) -> str:
        """`invalid` of `invalid-0198…`: what is counted and said together."""
        return self.code.partition("-")[0]

    def listed(self, last: date) -> bool:
        return (self.since is None or self.since <= last) and (self.until is None or last < self.until)


@dataclass(frozen=True, slots=True)
class Judged:
    """One record: `root` is the record it is kept with, `at` when it counts (none: in every period).

    `good` holds unless a flaw of its own is listed. `turns` are the moments at which time alone may change it.
    """

    root: UUID
    at: datetime | date | None
    counts: Figured
    good: bool = False
    flaws: tuple[Flaw, ...] = ()
    sample: Sample | None = None
    turns: tuple[datetime | None, ...] = ()

    @property
    def day(self) -> date | None:
        return clock.day_of(self.at) if isinstance(self.at, datetime) else self.at

    def proves(self, last: date) -> bool:
        return self.good and not any(flaw.listed(last) for flaw in self.flaws)


@dataclass(frozen=True)
class Days:
    """A period in whole Riyadh days, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, period: Period) -> Days:
        return cls(clock.day_of(period.begins_at), clock.day_of(period.ends_at))

    def holds(self, day: date | None) -> bool:
        return day is None or self.first <= day <= self.last


@dataclass(frozen=True)
class Dated:
    """Where the records counted on a day are found: model, its moment, and the column of their root."""

    model: type[Model]
    moment: str
    root: str = "id"


class Judging(Control):
    """`sentences` say each family of flaws of a `%(reference)s`; `roots` are the kinds it is kept with."""

    roots: ClassVar[tuple[str, ...]]
    besides: ClassVar[tuple[str, ...]] = ()  # events it tells of, though no clause waits for them
    found_by: ClassVar[tuple[tuple[str, Dated], ...]]
    samples: ClassVar[int] = 5
    sentences: ClassVar[Mapping[str, Any]] = {}

    @abstractmethod
    def judged(self, by: Actor, root: str, ids: Ids) -> Iterator[Judged]:
        """Every record of these roots, whatever its day. What is not counted at all is left out."""

    @abstractmethod
    def told(self, by: Actor, pack: Pack, period: Period, n: Counter[str]) -> Figures:
        """What the page shows of the sums: `n["good"]`, `n["!late"]` for flaws, and the control's own."""

    def figures(self, by: Actor, pack: Pack, period: Period) -> Figures:
        """Asked of every record now; what the kept figures are held against."""
        days = Days.of(period)
        every = [each for root in self.roots for each in self.judged(by, root, None)]
        sums = summed(every, days)
        sums.update(happened(by, self.besides, period))
        found = self.told(by, pack, period, sums)
        flaws = [
            flaw
            for each in every
            for flaw in each.flaws
            if flaw.listed(days.last) and (flaw.ever or days.holds(each.day))
        ]
        return replace(
            found,
            breaches=tuple(self.breach(flaw) for flaw in flaws),
            samples=tuple(self.proofs(every, days)),
        )

    def breach(self, flaw: Flaw) -> Breach:
        said = str(self.sentences[flaw.family]) % {"reference": flaw.reference}
        return Breach(flaw.kind, flaw.subject_id, flaw.code, said, flaw.at)

    def of_day(self, by: Actor, root: str, day: date) -> set[UUID]:
        """Roots of what was counted on that day."""
        found: set[UUID] = set()
        for kind, dated in self.found_by:
            if kind == root:
                rows = dated.model._default_manager.filter(
                    **{
                        "organisation_id": by.organisation_id,
                        f"{dated.moment}__gte": clock.start_of_day(day),
                        f"{dated.moment}__lte": clock.end_of_day(day),
                    }
                )
                found |= set(rows.values_list(dated.root, flat=True))
        return {each for each in found if each is not None}

    def proofs(self, every: Iterable[Judged], days: Days) -> list[Sample]:
        """The newest few records that prove it, each once."""
        good = [each for each in every if each.sample and days.holds(each.day) and each.proves(days.last)]
        newest = sorted(good, key=_moment, reverse=True)
        found = {each.sample.subject_id: each.sample for each in newest if each.sample}
        return list(found.values())[: self.samples]


def _moment(each: Judged) -> tuple[float, UUID]:
    at = each.at if isinstance(each.at, datetime) else clock.start_of_day(each.at) if each.at else None
    return (at.timestamp() if at else 0.0, each.sample.subject_id if each.sample else each.root)


def chosen[M: Model](rows: QuerySet[M], column: str, ids: Ids) -> QuerySet[M]:
    return rows if ids is None else rows.filter(**{f"{column}__in": list(ids)})


def after(day: date | None) -> datetime | None:
    """The first moment after that day: what was due on it is late from then."""
    return None if day is None else clock.start_of_day(date.fromordinal(day.toordinal() + 1))


def next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


# --- sums -----------------------------------------------------------------------------------------------

Add = tuple[date | None, str, date | None, int]  # day, name, since, how many


def adds(each: Judged) -> Iterator[Add]:
    """What one judgement adds, and from which day on: later days take away what came to nothing."""
    day = each.day
    for name, n in each.counts.items():
        if n:
            yield day, name, None, n
    for flaw in each.flaws:
        listed = None if flaw.ever else day
        yield listed, f"!{flaw.family}", flaw.since, 1
        if flaw.until is not None:
            yield listed, f"!{flaw.family}", flaw.until, -1
    if each.good:
        yield day, "good", None, 1
        if each.flaws:
            begins = [flaw.since for flaw in each.flaws]
            yield day, "good", None if None in begins else min(b for b in begins if b), -1


def summed(every: Iterable[Judged], days: Days) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in every:
        for day, name, since, n in adds(each):
            if days.holds(day) and (since is None or since <= days.last):
                found[name] += n
    return found


def happened(by: Actor, names: Iterable[str], period: Period) -> dict[str, int]:
    """How often each event happened; `name/code` counts those whose data say this code."""
    found: dict[str, int] = {}
    for name in names:
        event, _slash, code = name.partition("/")
        rows = Entry.objects.filter(
            organisation_id=by.organisation_id,
            name=event,
            happened_at__gte=period.begins_at,
            happened_at__lt=period.ends_at,
        )
        found[name] = (rows.filter(data__code=code) if code else rows).count()
    return found
