"""A request's history on paper, without a name: what happened, when, in which office, under which clause."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from silah.doors import paper
from silah.evidence.queries import NamelessCase
from silah.foundation.access import Actor
from silah.foundation.journal import queries as journal
from silah.foundation.ui import filters
from silah.foundation.ui.letters import Moment, Timeline
from silah.journey.requests.queries import CaseView, seen_by
from silah.policy import queries as policy


def letter(by: Actor, view: CaseView | NamelessCase, *, demo: bool) -> Timeline:
    """Sealed compartments stay out of it, whoever prints it."""
    pack = policy.pack_of(view.policy_version_id)
    lines = journal.timeline(by, [("support_request", view.id)])
    if isinstance(view, CaseView):
        around = {view.applicant_id, *(person.party_id for person in view.people)}
        lines = seen_by(by, around, lines)
    else:
        shown = {line.id for line in view.lines}
        lines = [line for line in lines if line.id in shown]
    head = journal.head_digest(by, "support_request", view.id)
    version = next(each for each in policy.versions(by) if each.id == view.policy_version_id)
    return Timeline(
        house=paper.letterhead(pack),
        heading=paper.heading(_("سجل طلب"), view.reference, demo=demo),
        request_reference=view.reference,
        service=view.discreet_title,
        state=view.stage_words,
        moments=tuple(_moment(line) for line in lines),
        policy_version=str(version.number),
        digest=head,
    )


def _moment(line: journal.Line) -> Moment:
    return Moment(
        happened=_when(line.when),
        sentence=line.sentence,
        role=line.role,
        clause=line.clause,
        recorded=_when(line.recorded_at) if line.late else "",
    )


def _when(moment: datetime) -> str:
    return f"{filters.hijri_date(moment)}، {filters.clock_time(moment)}"
