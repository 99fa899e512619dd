"""The case study: begun, written in one form, submitted, read and printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from silah.doors import paper
from silah.doors.desk.case_page import may_study
from silah.doors.desk.study_form import SPARE, StudyForm, saved_beside
from silah.doors.desk.study_paper import letter, recommended
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Permission
from silah.foundation.journal import reading
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.ui.letters import print_letter
from silah.journey.requests import queries as requests
from silah.journey.requests.queries import CaseView
from silah.journey.requests.stages import Stage
from silah.journey.research import operations, queries, words
from silah.journey.research.facts import Person
from silah.journey.research.queries import StudyView
from silah.journey.services.needed import ADULT_AT
from silah.journey.verification import queries as verification
from silah.policy import queries as policy
from silah.policy.pack import Service


@desk(Permission.VIEW_REQUEST)
def study(request: Request, case_id: UUID) -> HttpResponse:
    """Whoever writes it gets the form; whoever reads the request reads it."""
    by = request.actor
    row, view = requests.case_row(by, case_id), requests.case(by, case_id)
    reading.note(by, row)
    found = queries.study(by, case_id)
    writes = view.stage == Stage.VERIFIED and may_study(by, view)
    if (
        writes
        and found is not None
        and found.submitted_at is None
        and found.researcher_id == by.membership_id
    ):
        return _form(request, view, found)
    if found is None and not writes:
        raise NotFound()
    context = _frame(request, view) | {
        "study": found,
        "may_begin": writes and (found is None or found.submitted_at is not None),
        "recommended": recommended(found, policy.pack_of(view.policy_version_id)) if found else "",
    }
    return render(request, "desk/studies/study.html", context)


@desk(Permission.STUDY)
def beginning(request: Request, case_id: UUID) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    if request.method == "POST":
        operations.begin_study(row, by=request.actor, key=key(request))
    return redirect(_here(request, case_id))


@desk(Permission.VIEW_REQUEST)
def printed(request: Request, case_id: UUID) -> HttpResponse:
    by = request.actor
    row = requests.case_row(by, case_id)
    found = queries.study(by, case_id)
    if found is None:
        raise NotFound()
    reading.note(by, row)
    pack = policy.pack_of(found.policy_version_id)
    content = print_letter(letter(found, pack, demo=paper.is_demo()))
    return paper.pdf(content, f"dirasa-{found.reference.replace('/', '-')}.pdf")


def _form(request: Request, view: CaseView, found: StudyView) -> HttpResponse:
    service = policy.pack_of(view.policy_version_id).service(view.service)
    named = _named(view)
    form = StudyForm(
        request.POST or None, view=found, service=service, rows=_rows(request, found, named), named=named
    )
    sent = request.POST.get("do") == "submit"
    if form.is_valid():
        done = perform(form, lambda: _kept(request, view.id, form, sent=sent))
        if done is not None:
            messages.success(request, _("رُفعت الدراسة.") if sent else _("حُفظت المسودة."))
            return redirect(_case_url(request, view.id) if sent else _here(request, view.id))
    row = requests.case_row(request.actor, view.id)
    context = _frame(request, view) | {
        "study": found,
        "form": form,
        "saved": saved_beside(form) if form.errors and _version(request) != found.version else [],
        "sheet": verification.sheet(request.actor, row),
        "measured": service.eligibility.per_capita is not None,
        "award": _award(service),
    }
    return render(request, "desk/studies/form.html", context, status=422 if form.errors else 200)


def _kept(request: Request, case_id: UUID, form: StudyForm, *, sent: bool) -> Any:
    row = queries.study_row(request.actor, case_id)
    if row is None:
        raise NotFound()
    act = operations.submit_study if sent else operations.save_study
    return act(row, form.written(), by=request.actor, expected_version=_version(request), key=key(request))


def _version(request: Request) -> int:
    version = request.POST.get("_version", "")
    return int(version) if version.isascii() and version.isdigit() else 0


def _named(view: CaseView) -> tuple[Person, ...]:
    """Who lives with her, as the request names them: what is known is not asked again."""
    this_year = clock.today().year
    return tuple(
        Person(
            each.name,
            each.relation or "other",
            "child" if each.birth_year and this_year - each.birth_year < ADULT_AT else "adult",
            needs=each.needs,
        )
        for each in view.people
        if each.role == "dependant"
    )


def _rows(request: Request, found: StudyView, named: tuple[Person, ...]) -> int:
    """As many rows as were sent; on a fresh page a few more than are filled."""
    sent = [name for name in request.POST if name.startswith("people_") and name.endswith("_name")]
    return min(max(len(found.findings.people or named) + SPARE, len(sent)), 60)


def _award(service: Service) -> dict[str, int]:
    return {"ceiling": service.award.ceiling, "months": service.award.months}


def _frame(request: Request, view: CaseView) -> dict[str, Any]:
    return {
        "case": view,
        "case_url": _case_url(request, view.id),
        "here": _here(request, view.id),
        "words": words,
        "key": fresh_key(),
    }


def _case_url(request: Request, case_id: UUID) -> str:
    return f"/{request.organisation.slug}/desk/cases/{case_id}/"


def _here(request: Request, case_id: UUID) -> str:
    return f"{_case_url(request, case_id)}study/"


urlpatterns = [
    path("cases/<uuid:case_id>/study/", study, name="study"),
    path("cases/<uuid:case_id>/study/beginning/", beginning, name="study_beginning"),
    path("cases/<uuid:case_id>/study.pdf", printed, name="study_printed"),
]
