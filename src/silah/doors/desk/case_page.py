"""What a request's page shows, gathered once: every part asks its room with the actor first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.doors.request import Request
from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.journal import queries as journal
from silah.foundation.journal import reading
from silah.foundation.organisations import queries as organisations
from silah.foundation.ui import filters
from silah.journey.decisions import queries as decisions
from silah.journey.delivery import queries as delivery
from silah.journey.requests import queries as requests
from silah.journey.requests.queries import CaseView
from silah.journey.requests.stages import BEFORE_DECISION, Stage
from silah.journey.research import queries as research
from silah.journey.verification import queries as verification
from silah.journey.verification.operations import MATCHING_STAGES
from silah.people import queries as people

AFTER_DECISION = frozenset({Stage.DECIDED, Stage.REPLIED, Stage.SERVING, Stage.DELIVERED, Stage.CLOSED})


@dataclass(frozen=True)
class Told:
    """One line of the timeline as a person reads it."""

    when: str
    sentence: str
    who: str
    clause: str
    tone: str = "neutral"


@dataclass(frozen=True)
class Action:
    label: str
    url: str
    primary: bool = False


def gather(request: Request, case_id: UUID) -> dict[str, Any]:
    """Reading is noted before anything is shown."""
    by = request.actor
    row = requests.case_row(by, case_id)
    reading.note(by, row)
    view = requests.case(by, case_id)
    facts = requests.facts_of(row)
    health = can(by, Permission.OPEN_HEALTH, facts)
    base = f"/{request.organisation.slug}/desk/"
    signatures = requests.signatures(by, case_id)
    return {
        "case": view,
        "window": requests.window(by, case_id),
        "sheet": verification.sheet(by, row),
        "answers": [
            each for each in requests.declared_answers(by, case_id, health=health) if not each.material
        ],
        "items": requests.items(by, case_id),
        "missing": requests.missing(by, case_id) if view.stage in BEFORE_DECISION else [],
        "signatures": signatures,
        "referrals": research.of_case(by, case_id),
        "study": research.study(by, case_id),
        "deliveries": delivery.of_case(by, case_id),
        "decision": decisions.decision(by, case_id) if view.stage in AFTER_DECISION else None,
        "timeline": timeline(by, view, health=health),
        "actions": actions(by, view, facts, base),
        "may": permissions(by, view, facts),
        "base": base,
        "here": f"{base}cases/{case_id}/",
    }


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


def timeline(by: Actor, view: CaseView, *, health: bool) -> list[Told]:
    """Newest first; the names of all who acted come in one query."""
    lines = journal.timeline(by, [("support_request", view.id)], health=health)
    names = _names(by, lines, view)
    return [_told(line, names) for line in reversed(lines)]


def _told(line: journal.Line, names: dict[UUID, str]) -> Told:
    when = filters.moment(line.when)
    if line.late:
        when = _("%(when)s، وسُجّل %(recorded)s") % {
            "when": when,
            "recorded": filters.moment(line.recorded_at),
        }
    name = names.get(line.actor_id, "") if line.actor_id else ""
    who = "، ".join(part for part in (name, line.role) if part)
    return Told(when, line.sentence, who, line.clause)


def _names(by: Actor, lines: Iterable[journal.Line], view: CaseView) -> dict[UUID, str]:
    staff = {line.actor_id for line in lines if line.actor_id and line.actor_kind == "membership"}
    known = {person.party_id: person.name for person in view.people}
    return {view.applicant_id: view.applicant_name, **known, **organisations.member_names(by, staff)}


def may_study(by: Actor, view: CaseView) -> bool:
    """A researcher who is no declared kin of anybody in the request."""
    if not can(by, Permission.STUDY):
        return False
    kin = people.kin_memberships(by, {view.applicant_id, *(person.party_id for person in view.people)})
    return can(by, Permission.STUDY, Facts(barred=kin))
