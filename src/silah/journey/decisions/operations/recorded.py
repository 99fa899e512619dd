"""Writing down what a sitting came to: attendance, recusals, votes, decisions, and the history of each request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.journal.batch import Happening, record_many
from silah.foundation.kernel import clock
from silah.journey.decisions import events
from silah.journey.decisions.models import (
    AgendaItem,
    Attendance,
    Decision,
    Recusal,
    Sitting,
    Vote,
    Words,
)
from silah.journey.decisions.models.sittings import ItemState
from silah.journey.decisions.operations import parts
from silah.journey.decisions.operations.parts import Proposal
from silah.journey.decisions.operations.refusing import acting
from silah.journey.decisions.rules.panel import Panel, Seat
from silah.journey.decisions.rules.voting import Choice, Count
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance_many
from silah.journey.requests.stages import Stage
from silah.journey.research.models import CaseStudy
from silah.policy.pack import Service


@dataclass(frozen=True)
class Exceptional:
    """An item that did not simply pass as recommended by everybody. Without a proposal, as recommended."""

    proposal: Proposal | None = None
    left: bool = False
    against: frozenset[UUID] = frozenset()
    abstained: frozenset[UUID] = frozenset()
    recused: frozenset[UUID] = frozenset()


@dataclass
class Weighed:
    """One item on its way to a decision."""

    item: AgendaItem
    case: SupportRequest
    study: CaseStudy | None
    service: Service
    told: Exceptional
    grounds: dict[UUID, str]
    why_left: str = ""
    proposal: Proposal | None = None
    panel: Panel | None = None
    votes: dict[UUID, Choice] | None = None
    count: Count | None = None

    @property
    def granted(self) -> int:
        return parts.total(self.proposal, self.service) if self.proposal else 0


def write(
    sitting: Sitting,
    cases: Sequence[Weighed],
    seats: Sequence[Seat],
    attendance: Mapping[UUID, str],
    by: Actor,
    held: datetime,
) -> None:
    now = clock.now()
    decided = [one for one in cases if one.count is not None]
    Attendance.objects.bulk_create(
        Attendance(
            sitting=sitting,
            membership_id=seat.membership,
            kind=seat.kind,
            state=attendance.get(seat.membership, "absent"),
        )
        for seat in seats
    )
    recusals = [recusal for one in decided for recusal in _recusals(one, seats)]
    Recusal.objects.bulk_create(recusals)
    Vote.objects.bulk_create(
        Vote(agenda_item=one.item, membership_id=who, choice=choice)
        for one in decided
        for who, choice in (one.votes or {}).items()
    )
    decisions = _decisions(decided, by, held, now)
    _keep_items(cases)
    sitting.recorded_by_id, sitting.recorded_at = by.membership_id, now
    sitting.version += 1
    record_many(_happenings(sitting, cases, decisions, recusals, attendance), by=by, at=held)
    if decided:
        advance_many([one.case for one in decided], Stage.DECIDED, by=by, at=held)


def _recusals(one: Weighed, seats: Sequence[Seat]) -> list[Recusal]:
    """Only whoever holds a seat: others barred from the file had no part in the sitting."""
    stand_ins = one.panel.stand_ins if one.panel else {}
    return [
        Recusal(
            agenda_item=one.item,
            membership_id=seat.membership,
            ground=one.grounds[seat.membership],
            alternate_id=stand_ins.get(seat.membership),
        )
        for seat in seats
        if seat.membership in one.grounds
    ]


def _decisions(decided: Sequence[Weighed], by: Actor, held: datetime, now: datetime) -> dict[UUID, Decision]:
    made: dict[UUID, Decision] = {}
    words: list[Words] = []
    for one in decided:
        proposal = one.proposal
        if proposal is None:
            continue
        said = parts.words_row(proposal.words)
        words += [said] if said else []
        made[one.item.id] = Decision(
            support_request=one.case,
            body="committee",
            outcome=proposal.outcome,
            amount=proposal.amount,
            months=proposal.months,
            payments=parts.payments(proposal, one.service),
            reason_codes=list(proposal.reasons),
            reason_words=said,
            clause="H5b",
            agenda_item=one.item,
            recorded_by_id=acting(by),
            decided_at=held,
            recorded_at=now,
        )
    Words.objects.bulk_create(words)
    Decision.objects.bulk_create(made.values())
    return made


def _keep_items(cases: Sequence[Weighed]) -> None:
    for one in cases:
        item = one.item
        item.state = ItemState.DECIDED if one.count else ItemState.LEFT
        item.why_left = "" if one.count else one.why_left
        if one.count and one.panel:
            item.seats, item.present = one.panel.seats, len(one.panel.voters)
            item.votes_for, item.votes_against = one.count.votes_for, one.count.votes_against
            item.abstained, item.by_chair = one.count.abstained, one.count.by_chair
    fields = [
        "state", "why_left", "seats", "present", "votes_for", "votes_against", "abstained", "by_chair",
    ]  # fmt: skip
    AgendaItem.objects.bulk_update([one.item for one in cases], fields)


def _happenings(
    sitting: Sitting,
    cases: Sequence[Weighed],
    decisions: Mapping[UUID, Decision],
    recusals: Sequence[Recusal],
    attendance: Mapping[UUID, str],
) -> list[Happening]:
    of_item = {one.item.id: one.case for one in cases}
    told = [
        Happening(
            events.MemberRecused(
                sitting=sitting.id,
                membership=row.membership_id,
                ground=row.ground,
                alternate=row.alternate_id,
            ),
            of_item[row.agenda_item_id],
            "H5a",
        )
        for row in recusals
    ]
    told += [
        Happening(decided_event(row, sitting.id), of_item[item_id], "H5a")
        for item_id, row in decisions.items()
    ]
    left = [one for one in cases if one.count is None]
    told += [Happening(events.ItemLeft(sitting=sitting.id, why=one.why_left), one.case) for one in left]
    whole = events.SittingRecorded(
        sitting=sitting.id,
        present=sum(1 for state in attendance.values() if state == "present"),
        decided=len(decisions),
        left=len(left),
        granted=sum(row.total for row in decisions.values()),
    )
    return [*told, Happening(whole, sitting, "H5a")]


def decided_event(row: Decision, sitting: UUID | None = None) -> events.Decided:
    return events.Decided(
        decision=row.id,
        body=row.body,
        outcome=str(row.outcome),
        amount=row.amount,
        months=row.months,
        payments=row.payments,
        reasons=tuple(row.reason_codes),
        words=row.reason_words_id,
        sitting=sitting,
    )
