"""The exceptions of a clause, read as far as somebody looks: what still needs a word first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import overload
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from silah.evidence.figures.reading import flaws
from silah.evidence.models import ExplainedException, FigureFlaw
from silah.foundation.access import Actor
from silah.foundation.tenancy import Asked, prepared, required_organisation_id
from silah.policy.control import Breach
from silah.policy.judging import Days, Flaw, Judging

AT_ONCE = 200


@dataclass(frozen=True)
class ListedBreach:
    """One record that goes against the clause; the reference says which, never whose."""

    breach: Breach
    reference: str
    explained: str = ""
    explained_at: datetime | None = None


def _untold(flaw: Flaw) -> Breach:
    """Of a clause without exceptions there is no row to tell: its list is empty before it is asked."""
    raise LookupError(flaw.code)


class Listed(Sequence[ListedBreach]):
    """`len` is the sum that the page says; the rows themselves come in the order of their days."""

    def __init__(
        self,
        by: Actor,
        clause: str,
        count: int = 0,
        *,
        rows: Callable[[], QuerySet[FigureFlaw]] = FigureFlaw.objects.none,
        tell: Callable[[Flaw], Breach] = _untold,
    ) -> None:
        self._by, self._clause, self._count, self._rows, self._tell = by, clause, count, rows, tell

    @classmethod
    def of(cls, by: Actor, control: Judging, clause: str, days: Days, count: int) -> Listed:
        def rows() -> QuerySet[FigureFlaw]:
            return flaws(by, days).filter(control=control.name)

        return cls(by, clause, count, rows=rows, tell=control.breach)

    def find(self, subject_id: UUID, code: str) -> ListedBreach | None:
        rows = self._rows().filter(subject_id=subject_id, code=code)
        return next(self._told(rows[:1]), None)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[ListedBreach]:
        if not self._count:
            return
        required_organisation_id()  # past its transaction there would seem to be none
        explained = Exists(_words(self._clause))
        rows = self._rows().order_by("day", "at", "id")
        yield from self._told(rows.filter(~explained))
        yield from self._told(rows.filter(explained))

    @overload
    def __getitem__(self, place: int) -> ListedBreach: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[ListedBreach, ...]: ...
    def __getitem__(self, place: int | slice) -> ListedBreach | tuple[ListedBreach, ...]:
        if isinstance(place, slice) and place.stop is not None and place.stop >= 0:
            return tuple(islice(self, place.start, place.stop, place.step))
        return tuple(self)[place]

    def _told(self, rows: QuerySet[FigureFlaw]) -> Iterator[ListedBreach]:
        """A part at a time, each with its words."""
        found = rows.iterator(chunk_size=AT_ONCE) if not rows.query.is_sliced else iter(rows)
        while some := list(islice(found, AT_ONCE)):
            words = {
                (row.subject_kind, row.subject_id, row.code): row
                for row in ExplainedException.objects.filter(
                    organisation_id=self._by.organisation_id,
                    clause=self._clause,
                    subject_id__in={row.subject_id for row in some},
                )
            }
            for row in some:
                said = words.get((row.kind, row.subject_id, row.code))
                breach = self._tell(Flaw(row.code, row.kind, row.subject_id, row.reference, row.at))
                if said is None:
                    yield ListedBreach(breach, _reference(row))
                else:
                    yield ListedBreach(breach, _reference(row), said.reason, said.explained_at)


def _reference(row: FigureFlaw) -> str:
    """A request's; whatever else it is says its own number in the sentence."""
    return row.reference if row.kind == "support_request" else ""


def _words(clause: str) -> QuerySet[ExplainedException]:
    return ExplainedException.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        clause=clause,
        subject_kind=OuterRef("kind"),
        subject_id=OuterRef("subject_id"),
        code=OuterRef("code"),
    )


Word = tuple[str, str, UUID, str]  # clause, kind and id of the record, code


@prepared
def _told(organisation_id: UUID) -> QuerySet[ExplainedException, Word]:
    words = ExplainedException.objects.filter(organisation_id=organisation_id)
    return words.values_list("clause", "subject_kind", "subject_id", "code")


def explained_asked(by: Actor) -> Asked:
    return _told.asked(by.organisation_id)


def explained_here(by: Actor, days: Days) -> Counter[tuple[str, str]]:
    """How many of the period's exceptions have their word, by clause and control."""
    told = _told(by.organisation_id)
    if not told:
        return Counter()
    rows = flaws(by, days).filter(subject_id__in={subject_id for _c, _k, subject_id, _code in told})
    listed: dict[tuple[str, UUID, str], list[str]] = {}
    for kind, subject_id, code, control in rows.values_list("kind", "subject_id", "code", "control"):
        listed.setdefault((kind, subject_id, code), []).append(control)
    return Counter(
        (clause, control)
        for clause, kind, subject_id, code in told
        for control in listed.get((kind, subject_id, code), ())
    )
