"""What a request's page shows, gathered once: every part asks its room with the actor first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.doors.desk.case_next import next_step
from silah.doors.desk.case_timeline import Titles, history, latest
from silah.doors.request import Request
from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.journal import queries as journal
from silah.foundation.journal import reading
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Asked, at_once
from silah.journey.decisions import queries as decisions
from silah.journey.delivery import queries as delivery
from silah.journey.requests import queries as requests
from silah.journey.requests.queries import AnswerView, CaseView, ItemView
from silah.journey.requests.stages import BEFORE_DECISION, UNANSWERED, Stage
from silah.journey.research import queries as research
from silah.journey.verification import queries as verification
from silah.journey.verification.operations import MATCHING_STAGES
from silah.journey.verification.queries import Sheet
from silah.people import queries as people
from silah.policy import queries as policy

if TYPE_CHECKING:
    from silah.journey.requests.models import SupportRequest

AFTER_DECISION = frozenset({Stage.DECIDED, Stage.REPLIED, Stage.SERVING, Stage.DELIVERED, Stage.CLOSED})


@dataclass(frozen=True)
class Action:
    label: str
    url: str
    primary: bool = False


def gather(request: Request, case_id: UUID) -> dict[str, Any]:
    """Reading is noted before anything is shown."""
    by = request.actor
    at_once(*requests.row_asked(by, case_id))
    row = requests.case_row(by, case_id)
    reading.note(by, row)
    facts = requests.facts_of(row)
    health = can(by, Permission.OPEN_HEALTH, facts)
    _ask(by, row, _around(by, row, health))
    view = requests.case(by, case_id)
    base = f"/{request.organisation.slug}/desk/"
    window, sheet = requests.window(by, case_id), verification.sheet(by, row)
    answers = requests.declared_answers(by, case_id, health=health)
    items, deliveries = requests.items(by, case_id), delivery.of_case(by, case_id)
    missing = requests.missing(by, case_id) if view.stage in BEFORE_DECISION else []
    titles = _titles(items, answers, sheet)
    return {
        "case": view,
        "next": next_step(by, view, window, missing, deliveries),
        "window": window,
        "sheet": sheet,
        "answers": [each for each in answers if not each.material],
        "changeable": [each for each in answers if each.may_change],
        "items": items,
        "unanswered": view.stage in UNANSWERED,
        # Nothing to do with data or papers any more: they fold, and the page stays short on a phone.
        "settled": view.stage not in MATCHING_STAGES | {Stage.SUBMITTED}
        and not missing
        and not sheet.waiting,
        "missing": missing,
        "signatures": requests.signatures(by, case_id),
        "referrals": research.of_case(by, case_id),
        "study": research.study(by, case_id),
        "deliveries": deliveries,
        "decision": decisions.decision(by, case_id) if view.stage in AFTER_DECISION else None,
        "latest": latest(by, view, titles, health=health),
        "actions": actions(by, view, facts, base),
        "may": permissions(by, view, facts),
        "base": base,
        "here": f"{base}cases/{case_id}/",
    }


def whole_history(request: Request, case_id: UUID) -> dict[str, Any]:
    """From its first day, with the codes and the messages on their way."""
    by = request.actor
    at_once(*requests.row_asked(by, case_id))
    row = requests.case_row(by, case_id)
    reading.note(by, row)
    health = can(by, Permission.OPEN_HEALTH, requests.facts_of(row))
    _ask(by, row, journal.timeline_asked(by, [(row.row_kind(), row.id)], health=health))
    view = requests.case(by, case_id)
    answers = requests.declared_answers(by, case_id, health=health)
    titles = _titles(requests.items(by, case_id), answers, verification.sheet(by, row))
    here = f"/{request.organisation.slug}/desk/cases/{case_id}/"
    return {"case": view, "history": history(by, view, titles, health=health), "here": here}


def _titles(items: list[ItemView], answers: list[AnswerView], sheet: Sheet) -> Titles:
    return Titles(
        {each.id: _named(each) for each in items if each.requirement},
        {each.question_id: each.label for each in answers}
        | {each.field: each.label for each in sheet.fields},
    )


def _ask(by: Actor, row: SupportRequest, besides: tuple[Asked, ...]) -> None:
    """Everything that the rooms are about to ask, in one statement."""
    colleagues = organisations.names_in_history(by, "support_request", row.id)
    at_once(
        colleagues,
        policy.current_asked(by),
        *requests.case_asked(by, row.id),
        *verification.sheet_asked(by, row),
        *besides,
    )
    organisations.know(colleagues)


def _around(by: Actor, row: SupportRequest, health: bool) -> tuple[Asked, ...]:
    return (
        *delivery.of_case_asked(by, row.id),
        *research.case_asked(by, row.id),
        decisions.decisions_asked(by, row.id),
        journal.recent_asked(by, row.row_kind(), row.id, health=health),
    )


def _named(item: ItemView) -> str:
    return f"{item.title} ({item.whose})" if item.whose else item.title


def actions(by: Actor, view: CaseView, facts: Facts, base: str) -> list[Action]:
    """What may be done next, the step that the stage waits for first."""
    here, stage = f"{base}cases/{view.id}/", view.stage
    found: list[Action] = []
    if stage in MATCHING_STAGES and can(by, Permission.MATCH_ITEM, facts):
        found.append(Action(_("مطابقة البيانات"), f"{here}matching/", stage == Stage.COMPLETE))
    if stage == Stage.VERIFIED and may_study(by, view):
        found.append(Action(_("دراسة الحالة"), f"{here}study/", True))
    if can(by, Permission.REFER, facts):
        found.append(Action(_("غير واضح؟ إحالة"), f"{here}referral/"))
    if can(by, Permission.EXPLAIN, facts):
        found.append(Action(_("تسجيل شرح"), f"{here}explanation/"))
    return found


def permissions(by: Actor, view: CaseView, facts: Facts) -> dict[str, bool]:
    """The page shows a button only where the operation behind it would be allowed."""
    waits = view.stage in BEFORE_DECISION
    return {
        "present": waits and can(by, Permission.PRESENT_ITEM, facts),
        "witness": waits and can(by, Permission.WITNESS_SIGNATURE, facts),
        "change": waits and can(by, Permission.CHANGE_ANSWER, facts),
        "pause": waits and can(by, Permission.NAME_LACK, facts),
        "withdraw": waits and can(by, Permission.WITHDRAW, facts),
    }


def may_study(by: Actor, view: CaseView) -> bool:
    """A researcher who is no declared kin of anybody in the request."""
    if not can(by, Permission.STUDY):
        return False
    kin = people.kin_memberships(by, {view.applicant_id, *(person.party_id for person in view.people)})
    return can(by, Permission.STUDY, Facts(barred=kin))
