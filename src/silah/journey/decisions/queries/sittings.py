"""Sittings as pages show them: the agenda with what bears on each item, what was decided, who confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.tenancy import FIRST, Page, Place, paged, prepared
from silah.journey.decisions.models import (
    AgendaItem,
    Attendance,
    Committee,
    CommitteeSeat,
    Decision,
    MinutesConfirmation,
    Sitting,
)
from silah.journey.decisions.queries import wording
from silah.journey.decisions.queries.agenda import ItemView, items_of
from silah.journey.decisions.words import ATTENDANCE, SEATS
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage


@dataclass(frozen=True)
class SeatView:
    id: UUID
    membership_id: UUID
    name: str
    kind: str
    from_on: date

    @property
    def kind_words(self) -> str:
        return str(SEATS[self.kind])


@dataclass(frozen=True)
class CommitteeView:
    id: UUID
    formed_by: str
    formed_on: date
    ends_on: date | None
    seats: tuple[SeatView, ...]


@dataclass(frozen=True)
class SittingRow:
    id: UUID
    number: str
    held_at: datetime
    items: int
    decided: int
    granted: int
    budget: int
    state: str  # open, recorded, confirmed

    @property
    def state_words(self) -> str:
        return {
            "open": _("مفتوحة"),
            "recorded": _("بانتظار المصادقة"),
            "confirmed": _("محضرها مصادق عليه"),
        }[self.state]


@dataclass(frozen=True)
class Attended:
    membership_id: UUID
    name: str
    kind_words: str
    state: str
    state_words: str
    confirmed_at: datetime | None
    confirmed_how: str


@dataclass(frozen=True)
class SittingView:
    id: UUID
    number: str
    held_at: datetime
    place: str
    budget: int
    granted: int
    recorded_at: datetime | None
    confirmed_at: datetime | None
    version: int
    minutes_version: int
    seats: tuple[SeatView, ...]
    attendance: tuple[Attended, ...]
    items: tuple[ItemView, ...]
    committee: CommitteeView
    corrections: tuple[str, ...]

    @property
    def left(self) -> int:
        return self.budget - self.granted

    def count(self, *outcomes: str) -> int:
        return sum(1 for item in self.items if item.outcome in outcomes)


def committee(by: Actor) -> CommitteeView | None:
    row = Committee.objects.filter(organisation_id=by.organisation_id, ended_at=None).first()
    return _committee(row) if row else None


def committee_row(by: Actor) -> Committee:
    """The one that stands."""
    row = Committee.objects.filter(organisation_id=by.organisation_id, ended_at=None).first()
    if row is None:
        raise NotFound(_("لا لجنة قائمة."))
    return row


def sitting_row(by: Actor, sitting_id: UUID) -> Sitting:
    row = Sitting.objects.filter(organisation_id=by.organisation_id, id=sitting_id).first()
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def seat_row(by: Actor, seat_id: UUID) -> CommitteeSeat:
    row = CommitteeSeat.objects.filter(organisation_id=by.organisation_id, id=seat_id).first()
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def waiting(by: Actor) -> int:
    """Studied requests on no agenda yet."""
    return _unplaced.first(by.organisation_id) or 0


@prepared
def _unplaced(organisation_id: UUID) -> QuerySet[SupportRequest, int]:
    placed = AgendaItem.objects.filter(
        organisation_id=OuterRef("organisation_id"), support_request_id=OuterRef("id"), state="pending"
    )
    rows = SupportRequest.objects.filter(
        ~Exists(placed), organisation_id=organisation_id, stage=Stage.STUDIED
    )
    return rows.values("organisation_id").annotate(n=Count("id")).values_list("n", flat=True)


def sittings(by: Actor, *, before: tuple[datetime, UUID] | None = None, limit: int = 50) -> list[SittingRow]:
    """Newest first; `before` is the last row's moment and id."""
    rows = Sitting.objects.filter(organisation_id=by.organisation_id)
    if before is not None:
        rows = rows.filter(Q(held_at__lt=before[0]) | Q(held_at=before[0], id__lt=before[1]))
    return _shown(list(rows.order_by("-held_at", "-id")[:limit]))


def sittings_page(
    by: Actor, *, number: str = "", state: str = "", oldest_first: bool = False, at: Place = FIRST
) -> Page[SittingRow]:
    rows = Sitting.objects.filter(organisation_id=by.organisation_id)
    if number:
        rows = rows.filter(number=number)
    if state:
        rows = rows.filter(recorded_at__isnull=state == "open", confirmed_at__isnull=state != "confirmed")
    page = paged(rows, ("held_at", "id") if oldest_first else ("-held_at", "-id"), at)
    return page.of(_shown(list(page.rows)))


def is_one_open(by: Actor) -> bool:
    return Sitting.objects.filter(organisation_id=by.organisation_id, recorded_at=None).exists()


def _shown(found: list[Sitting]) -> list[SittingRow]:
    counts = {
        sitting: (total, decided)
        for sitting, total, decided in AgendaItem.objects.filter(sitting__in=found)
        .values("sitting_id")
        .annotate(n=Count("id"), done=Count("id", filter=Q(state="decided")))
        .values_list("sitting_id", "n", "done")
    }
    granted = _granted(found)
    return [
        SittingRow(
            id=row.id,
            number=row.number or "",
            held_at=row.held_at,
            items=counts.get(row.id, (0, 0))[0],
            decided=counts.get(row.id, (0, 0))[1],
            granted=granted.get(row.id, 0),
            budget=row.budget,
            state="confirmed" if row.confirmed_at else "recorded" if row.recorded_at else "open",
        )
        for row in found
    ]


def sitting(by: Actor, sitting_id: UUID) -> SittingView:
    """The whole page in a fixed number of statements, however long the agenda."""
    row = Sitting.objects.filter(organisation_id=by.organisation_id, id=sitting_id).select_related(
        "committee"
    )
    found = row.first()
    if found is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    formed = _committee(found.committee)
    items = items_of(by, found, {seat.membership_id: seat.name for seat in formed.seats})
    return SittingView(
        id=found.id,
        number=found.number or "",
        held_at=found.held_at,
        place=found.place,
        budget=found.budget,
        granted=sum(item.total for item in items),
        recorded_at=found.recorded_at,
        confirmed_at=found.confirmed_at,
        version=found.version,
        minutes_version=found.minutes_version,
        seats=formed.seats,
        attendance=_attendance(found) if found.recorded_at else (),
        items=items,
        committee=formed,
        corrections=_corrections(by, found),
    )


def _committee(row: Committee) -> CommitteeView:
    seats = CommitteeSeat.objects.filter(committee=row, ended_on=None).select_related("membership")
    return CommitteeView(
        id=row.id,
        formed_by=row.formed_by,
        formed_on=row.formed_on,
        ends_on=row.ends_on,
        seats=tuple(
            SeatView(seat.id, seat.membership_id, seat.membership.full_name, seat.kind, seat.from_on)
            for seat in seats.order_by("position")
        ),
    )


def _granted(rows: Iterable[Sitting]) -> dict[UUID, int]:
    decided = Decision.objects.filter(
        agenda_item__sitting__in=list(rows), undone_at=None, superseded_at=None, instance="first"
    )
    sums = decided.values("agenda_item__sitting_id").annotate(n=Sum(F("amount") * F("payments")))
    return {row["agenda_item__sitting_id"]: row["n"] or 0 for row in sums}


def _attendance(row: Sitting) -> tuple[Attended, ...]:
    confirmed = {
        each.membership_id: each
        for each in MinutesConfirmation.objects.filter(sitting=row, minutes_version=row.minutes_version)
    }
    order = {"chair": 0, "member": 1, "alternate": 2}
    there = Attendance.objects.filter(sitting=row).select_related("membership").order_by("id")
    return tuple(
        Attended(
            membership_id=each.membership_id,
            name=each.membership.full_name,
            kind_words=str(SEATS[each.kind]),
            state=each.state,
            state_words=str(ATTENDANCE[each.state]),
            confirmed_at=word.confirmed_at if (word := confirmed.get(each.membership_id)) else None,
            confirmed_how=word.method if word else "",
        )
        for each in sorted(there, key=lambda each: order[each.kind])
    )


def _corrections(by: Actor, row: Sitting) -> tuple[str, ...]:
    """Material errors corrected since the sitting before: the committee sees each in its next minutes."""
    earlier = Sitting.objects.filter(
        organisation_id=by.organisation_id, held_at__lt=row.held_at, recorded_at__isnull=False
    ).order_by("-held_at")
    since = earlier.values_list("recorded_at", flat=True).first()
    rows = Decision.objects.filter(
        organisation_id=by.organisation_id,
        body="committee",
        corrects__isnull=False,
        recorded_at__lt=row.recorded_at or clock.now(),
    ).select_related("support_request")
    if since is not None:
        rows = rows.filter(recorded_at__gte=since)
    return tuple(
        _("تصحيح خطأ مادي في قرار الطلب %(reference)s: %(amount)s")
        % {"reference": each.support_request.reference, "amount": wording.amount(each.amount, each.payments)}
        for each in rows.order_by("recorded_at")
    )
