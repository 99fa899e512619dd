"""One page, one act: attendance, who stood outside what, votes, and a reasoned decision on each request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.batch import Happening, record_many
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.kernel.money import with_unit
from silah.foundation.organisations.numbering import next_reference
from silah.journey.decisions import events
from silah.journey.decisions.models import (
    AgendaItem,
    Attendance,
    CommitteeSeat,
    Decision,
    Recusal,
    Sitting,
    Vote,
    Words,
)
from silah.journey.decisions.models.decisions import Outcome
from silah.journey.decisions.models.sittings import ItemState
from silah.journey.decisions.operations import parts
from silah.journey.decisions.operations.parts import Proposal
from silah.journey.decisions.operations.refusing import acting, committee_of
from silah.journey.decisions.operations.sittings import committee_facts
from silah.journey.decisions.queries import standing
from silah.journey.decisions.rules.panel import Panel, Seat, panel
from silah.journey.decisions.rules.voting import Choice, Count, ballot, count
from silah.journey.decisions.words import ATTENDANCE
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance_many
from silah.journey.requests.stages import Stage
from silah.journey.research.models import CaseStudy
from silah.policy import queries as policy
from silah.policy.pack import Service
from silah.policy.pack.deciding import Committee as CommitteeRules


@dataclass(frozen=True)
class Exceptional:
    """An item that did not simply pass as recommended by everybody. Without a proposal, as recommended."""

    proposal: Proposal | None = None
    left: bool = False
    against: frozenset[UUID] = frozenset()
    abstained: frozenset[UUID] = frozenset()
    recused: frozenset[UUID] = frozenset()


@dataclass
class _Case:
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


@operation(Permission.RECORD_SITTING, facts=committee_facts)
def record_sitting(
    sitting: Sitting,
    *,
    by: Actor,
    attendance: Mapping[UUID, str],
    unanimous: frozenset[UUID] = frozenset(),
    exceptions: Mapping[UUID, Exceptional] | None = None,
    expected_version: int,
    at: datetime | None = None,
) -> Sitting:
    """`unanimous` and the keys of `exceptions` are agenda items; items in neither stay for the next sitting.

    A refusal names each item at fault as `item_<number>`.
    """
    locked = _lock(sitting, expected_version)
    _version, pack = policy.current(by)
    seats = _seats(locked)
    present = _present(attendance, seats)
    cases = _cases(by, locked, unanimous, exceptions or {})
    wrong: dict[str, str] = {}
    for one in cases:
        _weigh(one, seats, present, committee_of(pack), wrong)
    if wrong:
        raise Invalid(_("راجع البنود المشار إليها."), fields=wrong)
    _within_budget(locked, cases)
    held = at or locked.held_at
    _write(locked, cases, seats, attendance, by, held)
    # Counters are locked last, so that a long save keeps nobody else from a number.
    locked.number = next_reference("sitting", held)
    locked.save()
    return locked


def _lock(sitting: Sitting, expected_version: int) -> Sitting:
    locked = Sitting.objects.select_for_update().filter(id=sitting.id).first()
    if locked is None or locked.recorded_at is not None:
        raise Conflict(_("سجّل غيرك هذه الجلسة أو ألغاها بعد فتح الصفحة."), code="sitting_closed")
    if locked.version != expected_version:
        raise Conflict(
            _("تغيّرت الجلسة من صفحة أخرى بعد فتح هذه. ما كتبته باقٍ أمامك، فافتح الجلسة من جديد وقارنه."),
            code="changed_meanwhile",
        )
    if locked.held_at > clock.now():
        raise NotYet(_("لم يحن موعد الجلسة بعد."), code="not_held")
    return locked


def _seats(sitting: Sitting) -> list[Seat]:
    rows = CommitteeSeat.objects.filter(committee_id=sitting.committee_id, ended_on=None).order_by("position")
    return [Seat(row.membership_id, row.kind) for row in rows]


def _present(attendance: Mapping[UUID, str], seats: Sequence[Seat]) -> frozenset[UUID]:
    known = {seat.membership for seat in seats}
    if not set(attendance) <= known or not set(attendance.values()) <= set(ATTENDANCE):
        raise Invalid(fields={"attendance": _("الحضور يُسجَّل لأصحاب المقاعد في اللجنة وحدهم.")})
    return frozenset(who for who, state in attendance.items() if state == "present")


def _cases(
    by: Actor, sitting: Sitting, unanimous: frozenset[UUID], exceptions: Mapping[UUID, Exceptional]
) -> list[_Case]:
    items = list(AgendaItem.objects.filter(sitting=sitting).order_by("number"))
    if not {*unanimous, *exceptions} <= {item.id for item in items}:
        raise Invalid(fields={"items": _("بند ليس في جدول هذه الجلسة.")})
    wanted = [item.support_request_id for item in items]
    rows = SupportRequest.objects.select_for_update().filter(id__in=wanted).order_by("id").defer("answers")
    cases = {case.id: case for case in rows}
    studies = standing.studies_of(by, wanted)
    barred = standing.barred_of(by, list(cases.values()))
    unsigned = standing.unsigned(by, list(cases.values()))
    found = []
    for item in items:
        case = cases[item.support_request_id]
        told = exceptions.get(item.id) or Exceptional(left=item.id not in unanimous)
        service = policy.pack_of(case.policy_version_id).service(case.service)
        one = _Case(item, case, studies.get(case.id), service, told, barred[case.id])
        one.why_left = _why_left(one, case.id in unsigned)
        found.append(one)
    return found


def _why_left(one: _Case, unsigned: bool) -> str:
    if one.case.stage != Stage.STUDIED or one.study is None:
        return "moved_on"
    if one.told.left:
        return "not_reached"
    return "declaration" if unsigned else ""


def _weigh(
    one: _Case, seats: Sequence[Seat], present: frozenset[UUID], rules: CommitteeRules, wrong: dict[str, str]
) -> None:
    name = f"item_{one.item.number}"
    if one.why_left or one.study is None:
        if one.why_left != "not_reached" and not one.told.left:
            wrong[name] = _not_decidable(one.why_left)
        return
    one.grounds |= dict.fromkeys(one.told.recused - set(one.grounds), "own_wish")
    one.panel = panel(seats, present, frozenset(one.grounds), rules.quorum)
    one.proposal = parts.with_reason(one.told.proposal or parts.as_recommended(one.study), one.study)
    if not one.panel.quorate:
        wrong[name] = _("لم يكتمل النصاب في هذا البند. اتركه للجلسة التالية.")
        return
    faults = parts.faults(one.proposal, one.service)
    if faults:
        wrong[name] = " ".join(faults.values())
        return
    _vote(one, rules, wrong)


def _vote(one: _Case, rules: CommitteeRules, wrong: dict[str, str]) -> None:
    name = f"item_{one.item.number}"
    here, proposal = one.panel, one.proposal
    if here is None or proposal is None:
        return
    named = one.told.against | one.told.abstained
    if not named <= here.voters or one.told.against & one.told.abstained:
        wrong[name] = _("صوّت في هذا البند من ليس من أهله، أو ذُكر صوت عضو مرتين.")
        return
    one.votes = ballot(here.voters, one.told.against, one.told.abstained)
    one.count = count(
        one.votes, chair=here.chair, tie=rules.tie, rejecting=proposal.outcome == Outcome.REJECT
    )
    if not one.count.carried:
        wrong[name] = _("لم ينل هذا القرار الأغلبية. سجّل ما نالها، أو اترك البند للجلسة التالية.")


def _not_decidable(why: str) -> str:
    if why == "declaration":
        return _("الإقرار غير قائم: يوقّع صاحب الطلب من جديد قبل القرار.")
    return _("لم يعد هذا الطلب بانتظار القرار. اتركه.")


def _within_budget(sitting: Sitting, cases: Sequence[_Case]) -> None:
    granted = sum(one.granted for one in cases)
    if granted > sitting.budget:
        sentence = _("مجموع ما قُرّر %(granted)s، والمتاح %(budget)s، فالزيادة %(over)s.") % {
            "granted": with_unit(granted),
            "budget": with_unit(sitting.budget),
            "over": with_unit(granted - sitting.budget),
        }
        raise Invalid(sentence, fields={"budget": sentence}, code="over_budget")


def _write(
    sitting: Sitting,
    cases: Sequence[_Case],
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


def _recusals(one: _Case, seats: Sequence[Seat]) -> list[Recusal]:
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


def _decisions(decided: Sequence[_Case], by: Actor, held: datetime, now: datetime) -> dict[UUID, Decision]:
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


def _keep_items(cases: Sequence[_Case]) -> None:
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
    cases: Sequence[_Case],
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
