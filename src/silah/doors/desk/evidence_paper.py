"""The same evidence as an Arabic PDF, without a name in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from silah.doors import paper
from silah.evidence.queries import ClauseEvidence, Report
from silah.foundation.kernel import clock
from silah.foundation.ui.letters import (
    ClauseEvidence as PrintedClause,
)
from silah.foundation.ui.letters import (
    Evidence,
    Exceptional,
    Fact,
    print_letter,
)


def response(request: HttpRequest, found: Report) -> HttpResponse:
    identity = found.pack.identity
    version = found.version
    letter = Evidence(
        house=paper.letterhead(found.pack),
        heading=paper.heading(_("شواهد السياسة"), str(version.number), demo=paper.is_demo()),
        policy=identity.full_name,
        version=str(version.number),
        minutes=version.minutes if version.approved else _("معمول بها وينقصها سند الاعتماد"),
        since=paper.day(clock.day_of(found.period.begins_at)),
        until=paper.day(clock.day_of(found.period.ends_at)),
        clauses=tuple(_printed(row) for row in found.clauses),
    )
    return paper.pdf(print_letter(letter), "evidence.pdf")


def _printed(row: ClauseEvidence) -> PrintedClause:
    return PrintedClause(
        number=row.clause.id,
        words=row.clause.text or "",
        state=row.state.value,
        reading=row.clause.reading or "",
        control=row.clause.control or "",
        setting=row.setting,
        missing=row.missing,
        figures=tuple(Fact(label, value) for label, value in row.figures.lines),
        exceptions=tuple(
            Exceptional(case=each.reference, what=each.breach.sentence, explained=each.explained)
            for each in row.breaches
        ),
        samples=tuple(f"{sample.reference}: {sample.sentence}" for sample in row.figures.samples),
    )
