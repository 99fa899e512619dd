"""Reads the kept figures of a period: whole months, the days at its edges, and the exceptions one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
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
    rows = FigureSum.objects.filter(_within(days), organisation_id=by.organisation_id)
    for found in rows.values_list("sums", flat=True):
        for key, n in found.items():
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


def _read(key: str) -> tuple[str, str, date | None]:
    control, _space, name = key.partition(" ")
    name, _at, since = name.partition("@")
    return control, name, date.fromisoformat(since) if since else None


def _within(days: Days) -> Q:
    """Months that lie in it whole, what days are left before and after, and what belongs to none."""
    first = days.first if days.first.day == 1 else _next_month(days.first)
    ends = _next_month(days.last) if next_day(days.last).day == 1 else days.last.replace(day=1)
    inside = Q(grain=Grain.EVER)
    if first >= ends:
        return inside | Q(grain=Grain.DAY, starts_on__gte=days.first, starts_on__lte=days.last)
    months = Q(grain=Grain.MONTH, starts_on__gte=first, starts_on__lt=ends)
    before = Q(grain=Grain.DAY, starts_on__gte=days.first, starts_on__lt=first)
    after = Q(grain=Grain.DAY, starts_on__gte=ends, starts_on__lte=days.last)
    return inside | months | before | after


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
