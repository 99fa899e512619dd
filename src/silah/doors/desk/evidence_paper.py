"""The same evidence as an Arabic PDF, without a name in it."""

from __future__ import annotations

from collections.abc import Iterator

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
from silah.policy.pack import NO_CONTROL

NO_REFERENCE = "—"


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
    only = f"-{found.clauses[0].clause.id}" if len(found.clauses) == 1 else ""
    return paper.pdf(print_letter(letter), f"evidence{only}.pdf")


def _printed(row: ClauseEvidence) -> PrintedClause:
    return PrintedClause(
        number=row.clause.id,
        words=row.clause.text or "",
        state=row.state.value,
        reading=row.clause.reading or "",
        control="" if row.clause.control in (None, NO_CONTROL) else row.clause.control,
        setting=row.setting,
        missing=row.missing,
        figures=tuple(Fact(label, value) for label, value in (*_shown(row), *row.figures.lines)),
        exceptions=tuple(
            Exceptional(case=each.reference, what=each.breach.sentence, explained=each.explained)
            for each in row.breaches
        ),
        samples=tuple(_samples(row)),
    )


def _shown(row: ClauseEvidence) -> Iterator[tuple[str, str]]:
    if row.counted:
        good, total = row.figures.good, row.figures.total
        yield _("المثبت"), _("%(good)s من %(total)s") % {"good": good, "total": total}


def _samples(row: ClauseEvidence) -> Iterator[str]:
    """Those that say the same stand together; a record without a number is counted, not named."""
    found: dict[str, list[str]] = {}
    for sample in row.figures.samples:
        found.setdefault(sample.sentence, []).append(sample.reference)
    for sentence, all_references in found.items():
        references = [each for each in all_references if each not in ("", NO_REFERENCE)]
        yield f"{sentence}: {'، '.join(references)}" if references else sentence
