"""One page, one act: attendance, who stood outside what, votes, and a reasoned decision on each request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.kernel.money import with_unit
from silah.foundation.organisations.numbering import next_reference
from silah.journey.decisions.models import (
    AgendaItem,
    CommitteeSeat,
    Sitting,
)
from silah.journey.decisions.models.decisions import Outcome
from silah.journey.decisions.operations import parts
from silah.journey.decisions.operations.recorded import Exceptional, Weighed, write
from silah.journey.decisions.operations.refusing import committee_of
from silah.journey.decisions.operations.sittings import committee_facts
from silah.journey.decisions.queries import standing
from silah.journey.decisions.rules.panel import Seat, panel
from silah.journey.decisions.rules.voting import ballot, count
from silah.journey.decisions.words import ATTENDANCE
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.policy import queries as policy
from silah.policy.pack.deciding import Committee as CommitteeRules


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
        raise Invalid(_("نرجو مراجعة البنود المشار إليها."), fields=wrong)
    _within_budget(locked, cases)
    held = at or locked.held_at
    write(locked, cases, seats, attendance, by, held)
    # Counters are locked last, so that a long save keeps nobody else from a number.
    locked.number = next_reference("sitting", held)
    locked.save()
    return locked


def _lock(sitting: Sitting, expected_version: int) -> Sitting:
    locked = Sitting.objects.select_for_update(no_key=True).filter(id=sitting.id).first()
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
) -> list[Weighed]:
    items = list(AgendaItem.objects.filter(sitting=sitting).order_by("number"))
    if not {*unanimous, *exceptions} <= {item.id for item in items}:
        raise Invalid(fields={"items": _("بند ليس في جدول هذه الجلسة.")})
    wanted = [item.support_request_id for item in items]
    rows = (
        SupportRequest.objects.select_for_update(no_key=True)
        .filter(id__in=wanted)
        .order_by("id")
        .defer("answers")
    )
    cases = {case.id: case for case in rows}
    studies = standing.studies_of(by, wanted)
    barred = standing.barred_of(by, list(cases.values()))
    unsigned = standing.unsigned(by, list(cases.values()))
    found = []
    for item in items:
        case = cases[item.support_request_id]
        told = exceptions.get(item.id) or Exceptional(left=item.id not in unanimous)
        service = policy.pack_of(case.policy_version_id).service(case.service)
        one = Weighed(item, case, studies.get(case.id), service, told, barred[case.id])
        one.why_left = _why_left(one, case.id in unsigned)
        found.append(one)
    return found


def _why_left(one: Weighed, unsigned: bool) -> str:
    if one.case.stage != Stage.STUDIED or one.study is None:
        return "moved_on"
    if one.told.left:
        return "not_reached"
    return "declaration" if unsigned else ""


def _weigh(
    one: Weighed,
    seats: Sequence[Seat],
    present: frozenset[UUID],
    rules: CommitteeRules,
    wrong: dict[str, str],
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


def _vote(one: Weighed, rules: CommitteeRules, wrong: dict[str, str]) -> None:
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


def _within_budget(sitting: Sitting, cases: Sequence[Weighed]) -> None:
    granted = sum(one.granted for one in cases)
    if granted > sitting.budget:
        sentence = _("مجموع ما قُرّر %(granted)s، والمتاح %(budget)s، فالزيادة %(over)s.") % {
            "granted": with_unit(granted),
            "budget": with_unit(sitting.budget),
            "over": with_unit(granted - sitting.budget),
        }
        raise Invalid(sentence, fields={"budget": sentence}, code="over_budget")
