"""A case that an exception or a sample points to: its dates and its history, without a name."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from silah.doors import paper
from silah.doors.desk.case_timeline import Told
from silah.doors.desk.timeline_paper import letter
from silah.doors.entry import desk
from silah.doors.request import Request
from silah.evidence import queries
from silah.foundation.access import Permission, can
from silah.foundation.journal import queries as journal
from silah.foundation.journal import reading
from silah.foundation.kernel import clock
from silah.foundation.ui import filters
from silah.foundation.ui.letters import print_letter
from silah.foundation.ui.svg import Mark


@desk(Permission.VIEW_EVIDENCE)
def case(request: Request, case_id: UUID) -> HttpResponse:
    found = queries.nameless(request.actor, case_id)
    reading.note_list(request.actor, "evidence")
    here = f"/{request.organisation.slug}/desk/"
    context = {
        "case": found,
        "marks": _marks(found),
        "timeline": [_told(line) for line in found.lines],
        "back": f"{here}evidence/",
        "here": f"{here}evidence/cases/{case_id}/",
        "full": f"{here}cases/{case_id}/" if can(request.actor, Permission.VIEW_REQUEST) else "",
    }
    return render(request, "desk/evidence/case.html", context)


@desk(Permission.VIEW_EVIDENCE)
def history(request: Request, case_id: UUID) -> HttpResponse:
    """The same on paper, with the digest by which a later change would be noticed."""
    found = queries.nameless(request.actor, case_id)
    reading.note_list(request.actor, "evidence")
    content = print_letter(letter(request.actor, found, demo=paper.is_demo()))
    return paper.pdf(content, f"sijill-{found.reference.replace('/', '-')}.pdf")


def _marks(found: queries.NamelessCase) -> list[Mark]:
    """The days that the window was told by, and the day the reply left."""
    late = found.released_at and found.ceiling_on and clock.day_of(found.released_at) > found.ceiling_on
    days: list[tuple[date | None, str, str]] = [
        (clock.day_of(found.submitted_at), _("التقديم"), "done"),
        (clock.day_of(found.completed_at) if found.completed_at else None, _("الاكتمال"), "done"),
        (found.floor_on, _("بدء المدة"), "limit"),
        (found.ceiling_on, _("الموعد الأقصى"), "limit"),
        (
            clock.day_of(found.released_at) if found.released_at else None,
            _("الرد"),
            "late" if late else "done",
        ),
    ]
    return [Mark(day, label, tone) for day, label, tone in days if day]


def _told(line: journal.Line) -> Told:
    """The role, not the person: what is weighed is the procedure."""
    return Told(filters.moment(line.when), line.sentence, line.role, line.clause)
