"""Brings the kept figures up to what changed: out with what a record added before, in with what it adds now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched
from uuid import UUID

from django.db import connection

from silah.evidence.figures.roots import Roots, every, touched
from silah.evidence.figures.shares import EVER, Share, shares_of
from silah.evidence.models import FigureFlaw, FigureShare, FigureState, FigureSum, FigureTouch, Grain
from silah.foundation.access import Actor
from silah.foundation.kernel import clock

# A page shows figures no older than this: the round of each minute keeps them so, else the page itself.
FRESH = timedelta(minutes=1)
SKEW = timedelta(minutes=1)  # by which the clocks of two hosts may differ; more is a clock set back
AT_ONCE = 500  # records judged together
# The least of two moments, where one or both may be absent.
WAITS = """
    SELECT as_of, recounted_at, differing, least(
        (SELECT min(laid_at) FROM evidence_figuretouch WHERE organisation_id = %(at)s),
        (
            SELECT min(turns_at) FROM evidence_figureshare
            WHERE organisation_id = %(at)s AND turns_at <= %(now)s
        )
    ) FROM evidence_figurestate WHERE organisation_id = %(at)s
"""
Delta = dict[str, Counter[str]]  # day → name → by how much
BEGINNING = date(1, 1, 1)


@dataclass(frozen=True)
class Standing:
    """As of when the figures are, and what the last full recount found."""

    as_of: datetime
    recounted_at: datetime | None = None
    differing: int = 0


@dataclass(frozen=True)
class Folded:
    """`whole`: nothing that had been laid by then waits any longer."""

    as_of: datetime
    whole: bool


def refresh(by: Actor) -> Standing:
    """As of when the first of what waits was laid; what waits a minute already is folded in. Else one statement."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(WAITS, {"at": by.organisation_id, "now": now})
        folded_at, recounted_at, differing, waits_since = cursor.fetchone() or (None, None, 0, None)
    set_back = any(each is not None and each > now + SKEW for each in (folded_at, waits_since))
    as_of = min(waits_since or now, now)
    if folded_at is None or set_back or (waits_since is not None and as_of <= now - FRESH):
        as_of = bring_up(by).as_of
    return Standing(as_of, recounted_at, differing)


def bring_up(by: Actor, most: int | None = None) -> Folded:
    """Folds in what waits, or `most` of it, under the association's one lock. The first time: everything."""
    state, now = locked(by), clock.now()
    queued = _queued(by, most)
    whole = most is None or len(queued) < most
    if state.as_of is None:
        apply(by, every(by))
    else:
        apply(by, touched(by, {*queued.values(), *_turned(by, now, anew=state.as_of > now + SKEW)}))
    _taken(by, list(queued))
    if whole or state.as_of is None:
        state.as_of = now
        state.save(update_fields=["as_of"])
    return Folded(state.as_of, whole)


def _queued(by: Actor, most: int | None) -> dict[UUID, tuple[str, UUID]]:
    rows = FigureTouch.objects.filter(organisation_id=by.organisation_id)
    laid = rows.values_list("id", "kind", "subject_id")[:most]
    return {row_id: (kind, subject_id) for row_id, kind, subject_id in laid}


def _turned(by: Actor, now: datetime, *, anew: bool) -> Iterator[tuple[str, UUID]]:
    """Whose moment has come; after a clock was set back, everybody's."""
    rows = FigureShare.objects.filter(organisation_id=by.organisation_id)
    rows = rows if anew else rows.filter(turns_at__lte=now)
    yield from rows.values_list("kind", "subject_id")


def locked(by: Actor) -> FigureState:
    """The association's one row of state; whoever else folds waits here."""
    FigureState.objects.bulk_create([FigureState(organisation_id=by.organisation_id)], ignore_conflicts=True)
    return FigureState.objects.select_for_update(no_key=True).get(organisation_id=by.organisation_id)


def associations_waiting() -> list[UUID]:
    """With something to fold in, or never folded at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id FROM silah_figures_waiting(%s)", [clock.now()])
        return [row[0] for row in cursor.fetchall()]


def apply(by: Actor, roots: Roots) -> None:
    """Judges these records anew and carries the difference into the sums."""
    delta: Delta = defaultdict(Counter)
    for kind, some in parts(roots):
        found = shares_of(by, kind, some)
        _carry(by, kind, some, found, delta)
        _flaws(by, kind, some, found)
    carry(by, delta)


def parts(roots: Roots) -> Iterator[tuple[str, list[UUID]]]:
    for kind in sorted(roots):
        for some in batched(sorted(roots[kind]), AT_ONCE):
            yield kind, list(some)


def _taken(by: Actor, ids: list[UUID]) -> None:
    for some in batched(ids, 10_000):
        FigureTouch.objects.filter(organisation_id=by.organisation_id, id__in=some).delete()
    with connection.cursor() as cursor:  # what this transaction touches from here on waits again
        cursor.execute("SELECT set_config('silah.touched', '', true)")


def _carry(by: Actor, kind: str, ids: list[UUID], found: dict[UUID, Share], delta: Delta) -> None:
    rows = FigureShare.objects.filter(organisation_id=by.organisation_id, kind=kind, subject_id__in=ids)
    before = {row.subject_id: row for row in rows}
    new: list[FigureShare] = []
    changed: list[FigureShare] = []
    for subject_id, share in found.items():
        adds, row = share.plain(), before.pop(subject_id, None)
        _add(delta, adds, 1)
        if row is None:
            new.append(FigureShare(kind=kind, subject_id=subject_id, adds=adds, turns_at=share.turns_at))
            continue
        _add(delta, row.adds, -1)
        if (row.adds, row.turns_at) != (adds, share.turns_at):
            row.adds, row.turns_at = adds, share.turns_at
            changed.append(row)
    for row in before.values():
        _add(delta, row.adds, -1)
    FigureShare.objects.bulk_create(new)
    FigureShare.objects.bulk_update(changed, ["adds", "turns_at"])
    gone = [row.id for row in before.values()]
    if gone:
        FigureShare.objects.filter(organisation_id=by.organisation_id, id__in=gone).delete()


def _add(delta: Delta, adds: dict[str, dict[str, int]], times: int) -> None:
    for day, names in adds.items():
        into = delta[day]
        for name, n in names.items():
            into[name] += n * times


FLAW = ("control", "kind", "subject_id", "code", "reference", "at", "day", "since", "until")


def _flaws(by: Actor, kind: str, ids: list[UUID], found: dict[UUID, Share]) -> None:
    rows = FigureFlaw.objects.filter(organisation_id=by.organisation_id, root_kind=kind, root_id__in=ids)
    before: dict[UUID, list[FigureFlaw]] = defaultdict(list)
    for row in rows:
        before[row.root_id].append(row)
    new: list[FigureFlaw] = []
    gone: list[UUID] = []
    for root_id in set(before) | {each for each, share in found.items() if share.flaws}:
        wanted = flaws_of(kind, root_id, found[root_id]) if root_id in found else []
        if Counter(map(as_told, before[root_id])) != Counter(map(as_told, wanted)):
            gone += [row.id for row in before[root_id]]
            new += wanted
    if gone:
        FigureFlaw.objects.filter(organisation_id=by.organisation_id, id__in=gone).delete()
    FigureFlaw.objects.bulk_create(new)


def flaws_of(kind: str, root_id: UUID, share: Share) -> list[FigureFlaw]:
    return [
        FigureFlaw(
            control=control,
            root_kind=kind,
            root_id=root_id,
            kind=flaw.kind,
            subject_id=flaw.subject_id,
            code=flaw.code,
            reference=flaw.reference,
            at=flaw.at,
            day=day,
            since=flaw.since,
            until=flaw.until,
        )
        for control, day, flaw in share.flaws
    ]


def as_told(row: FigureFlaw) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in FLAW)


# --- sums -----------------------------------------------------------------------------------------------


def places(day: str) -> Iterable[tuple[str, date]]:
    """Where a day's share is added up: itself and its month."""
    if day == EVER:
        return [(Grain.EVER, BEGINNING)]
    on = date.fromisoformat(day)
    return [(Grain.DAY, on), (Grain.MONTH, on.replace(day=1))]


def carry(by: Actor, delta: Delta) -> None:
    wanted: dict[tuple[str, date], Counter[str]] = defaultdict(Counter)
    for day, names in delta.items():
        changed = {name: n for name, n in names.items() if n}
        for place in places(day) if changed else ():
            for name, n in changed.items():
                wanted[place][name] += n
    if not wanted:
        return
    rows = FigureSum.objects.filter(
        organisation_id=by.organisation_id, starts_on__in={starts_on for _grain, starts_on in wanted}
    )
    before = {(row.grain, row.starts_on): row for row in rows}
    new: list[FigureSum] = []
    changed_rows: list[FigureSum] = []
    for (grain, starts_on), names in wanted.items():
        row = before.get((grain, starts_on))
        sums = Counter(row.sums if row else {})
        for name, n in names.items():
            sums[name] += n
        kept = {name: n for name, n in sums.items() if n}
        if row is None:
            new.append(FigureSum(grain=grain, starts_on=starts_on, sums=kept))
        else:
            row.sums = kept
            changed_rows.append(row)
    FigureSum.objects.bulk_create(new)
    FigureSum.objects.bulk_update(changed_rows, ["sums"], batch_size=200)
