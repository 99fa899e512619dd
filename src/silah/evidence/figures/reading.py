"""Reads the kept figures of a period: whole months, the days at its edges, and the exceptions one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from silah.evidence.figures.fold import Standing, refresh
from silah.evidence.figures.shares import EVENTS
from silah.evidence.models import FigureFlaw, FigureSum, Grain
from silah.foundation.access import Actor
from silah.foundation.tenancy import prepared
from silah.policy.control import Period, Sample
from silah.policy.judging import Days, Judging, next_day


@dataclass(frozen=True)
class Kept:
    """Sums of a period by control, and of events by name."""

    standing: Standing
    days: Days
    sums: dict[str, Counter[str]]

    def of(self, control: Judging) -> Counter[str]:
        found = Counter(self.sums.get(control.name, {}))
        happened = self.events
        found.update({name: happened[name] for name in control.besides})
        return found

    @property
    def events(self) -> Counter[str]:
        return self.sums.get(EVENTS, Counter())


def kept(by: Actor, period: Period) -> Kept:
    """Two statements while the figures are fresh."""
    standing, days = refresh(by), Days.of(period)
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    added: dict[str, int] = defaultdict(int)
    for found in _sums(by.organisation_id, *_parts(days)):
        for key, n in found.items():
            added[key] += n
    for key, n in added.items():
        control, name, since = _read(key)
        if since is None or since <= days.last:
            sums[control][name] += n
    return Kept(standing, days, sums)


@prepared
def _months(organisation_id: UUID, first: date, last: date) -> QuerySet[FigureSum, dict[str, int]]:
    rows = FigureSum.objects.filter(
        organisation_id=organisation_id, grain=Grain.MONTH, starts_on__gte=first, starts_on__lte=last
    )
    return rows.values_list("sums", flat=True)


def happened(by: Actor, first: date, last: date) -> Counter[str]:
    """Events of whole months, those of both days among them, by name."""
    refresh(by)
    found = Counter[str]()
    for sums in _months(by.organisation_id, first.replace(day=1), last):
        for key, n in sums.items():
            control, name, _since = _read(key)
            if control == EVENTS:
                found[name] += n
    return found


@lru_cache(maxsize=8192)
def _read(key: str) -> tuple[str, str, date | None]:
    control, _space, name = key.partition(" ")
    name, _at, since = name.partition("@")
    return control, name, date.fromisoformat(since) if since else None


@prepared
def _sums(
    organisation_id: UUID, months: date, after: date, first: date, before: date, last: date
) -> QuerySet[FigureSum, dict[str, int]]:
    inside = (
        Q(grain=Grain.EVER)
        | Q(grain=Grain.MONTH, starts_on__gte=months, starts_on__lt=after)
        | Q(grain=Grain.DAY, starts_on__gte=first, starts_on__lt=before)
        | Q(grain=Grain.DAY, starts_on__gte=after, starts_on__lte=last)
    )
    return FigureSum.objects.filter(inside, organisation_id=organisation_id).values_list("sums", flat=True)


def _parts(days: Days) -> tuple[date, date, date, date, date]:
    """Months that lie in it whole, from the first day up to the second; then the days before, from the third up to
    the fourth, and those after, from the second to the fifth."""
    first = days.first if days.first.day == 1 else _next_month(days.first)
    ends = _next_month(days.last) if next_day(days.last).day == 1 else days.last.replace(day=1)
    if first >= ends:
        return days.first, days.first, days.first, days.first, days.last
    return first, ends, days.first, first, days.last


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def flaws(by: Actor, days: Days) -> QuerySet[FigureFlaw]:
    """Exceptions listed in the period, of every control."""
    return FigureFlaw.objects.filter(
        Q(day=None) | Q(day__gte=days.first, day__lte=days.last),
        Q(since=None) | Q(since__lte=days.last),
        Q(until=None) | Q(until__gt=days.last),
        organisation_id=by.organisation_id,
    )


def samples(by: Actor, control: Judging, days: Days) -> Iterator[Sample]:
    """The newest few that prove it, judged again: from the newest days on which anything was good."""
    good = f"{control.name} good"
    rows = FigureSum.objects.filter(
        organisation_id=by.organisation_id,
        grain=Grain.DAY,
        starts_on__gte=days.first,
        starts_on__lte=days.last,
        sums__has_key=good,
    ).order_by("-starts_on")
    found: dict[object, Sample] = {}
    for day in rows.values_list("starts_on", flat=True).iterator(chunk_size=20):
        every = [
            each
            for root in control.roots
            if (ids := control.of_day(by, root, day))
            for each in control.judged(by, root, ids)
            if each.day == day
        ]
        for sample in control.proofs(every, days):
            found.setdefault(sample.subject_id, sample)
        if len(found) >= control.samples:
            break
    yield from list(found.values())[: control.samples]
