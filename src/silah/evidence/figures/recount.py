"""Counts everything anew and holds the kept figures against it, record by record and sum by sum."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from silah.evidence.figures.fold import apply, as_told, bring_up, flaws_of, locked, parts, places
from silah.evidence.figures.roots import Roots, every, touched
from silah.evidence.figures.shares import Share, shares_of
from silah.evidence.models import FigureFlaw, FigureShare, FigureSum, FigureTouch
from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.voice import recount as ratings


@dataclass(frozen=True)
class Difference:
    """`what` is a record's kind and id, or a sum's grain and day."""

    what: str
    kept: dict[str, int]
    counted: dict[str, int]


def recount(by: Actor) -> list[Difference]:
    """What was kept and is not so; put right before this returns. Nobody folds meanwhile, everybody writes."""
    bring_up(by)
    state = locked(by)
    wrong, sums = _records(by)
    found = [each for _root, each in wrong]
    roots: Roots = defaultdict(set)
    for (kind, subject_id), _each in wrong:
        roots[kind].add(subject_id)
    found += _sums(by, sums)
    found += [Difference(*each) for each in ratings.recount(by)]
    apply(by, roots)
    state.recounted_at, state.differing = clock.now(), len(found)
    state.save(update_fields=["recounted_at", "differing"])
    return found


Root = tuple[str, UUID]
Sums = dict[tuple[str, date], Counter[str]]


def _records(by: Actor) -> tuple[list[tuple[Root, Difference]], Sums]:
    """Records that add something else than was kept; and the sums of what was kept for each."""
    wrong: list[tuple[Root, Difference]] = []
    sums: Sums = defaultdict(Counter)
    roots = every(by)
    for kind, subject_id in FigureShare.objects.filter(organisation_id=by.organisation_id).values_list(
        "kind", "subject_id"
    ):
        roots[kind].add(subject_id)
    for kind, some in parts(roots):
        shares = _kept(by, kind, some)
        for _root_id, adds, _listed in shares:
            for day, names in adds.items():
                for place in places(day):
                    sums[place].update(names)
        wrong += [((kind, each), told) for each, told in _differing(by, kind, some, shares)]
    return wrong, sums


KeptShare = tuple[UUID, dict[str, dict[str, int]], list[FigureFlaw]]


def _kept(by: Actor, kind: str, ids: list[UUID]) -> list[KeptShare]:
    here = {"organisation_id": by.organisation_id}
    adds = dict(
        FigureShare.objects.filter(**here, kind=kind, subject_id__in=ids).values_list("subject_id", "adds")
    )
    flaws: dict[UUID, list[FigureFlaw]] = defaultdict(list)
    for row in FigureFlaw.objects.filter(**here, root_kind=kind, root_id__in=ids):
        flaws[row.root_id].append(row)
    return [(each, adds.get(each, {}), flaws[each]) for each in ids]


def _differing(
    by: Actor, kind: str, ids: list[UUID], shares: list[KeptShare]
) -> Iterator[tuple[UUID, Difference]]:
    counted = shares_of(by, kind, ids)
    suspect = []
    for root_id, adds, flaws in shares:
        share = counted.get(root_id, Share())
        told = Counter(map(as_told, flaws_of(kind, root_id, share)))
        if adds != share.plain() or Counter(map(as_told, flaws)) != told:
            suspect.append((root_id, adds, flaws, share))
    waits = _waiting(by).get(kind, set()) if suspect else set()
    for root_id, adds, flaws, share in suspect:
        if root_id not in waits:
            yield (
                root_id,
                Difference(
                    f"{kind} {root_id}", _flat(adds, len(flaws)), _flat(share.plain(), len(share.flaws))
                ),
            )


def _waiting(by: Actor) -> Roots:
    """Somebody may have written since, or time turned something: what waits to be folded in is not wrong."""
    queued = FigureTouch.objects.filter(organisation_id=by.organisation_id)
    turned = FigureShare.objects.filter(organisation_id=by.organisation_id, turns_at__lte=clock.now())
    changed = {*queued.values_list("kind", "subject_id"), *turned.values_list("kind", "subject_id")}
    return touched(by, changed)


def _flat(adds: dict[str, dict[str, int]], flaws: int) -> dict[str, int]:
    found = {f"{day} {name}".strip(): n for day, names in adds.items() for name, n in names.items()}
    return {**found, "exceptions": flaws}


def _sums(by: Actor, counted: Sums) -> list[Difference]:
    """Sums that are not those of their records; each is written as it should be."""
    found: list[Difference] = []
    rows = {
        (row.grain, row.starts_on): row
        for row in FigureSum.objects.filter(organisation_id=by.organisation_id)
    }
    for place in {*rows, *counted}:
        right = {name: n for name, n in counted.get(place, Counter()).items() if n}
        row = rows.get(place)
        kept = row.sums if row else {}
        if kept != right:
            found.append(Difference(f"{place[0]} {place[1]}", kept, right))
            row = row or FigureSum(grain=place[0], starts_on=place[1])
            row.sums = right
            row.save()
    return found
