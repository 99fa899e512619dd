"""What stands in a request, and changing an answer: she is told before whether it needs signing again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from silah.doors.entry import portal
from silah.doors.forms import fresh_key, key, perform
from silah.doors.portal import typed
from silah.doors.portal.question_forms import answer_in, form_of
from silah.foundation.access import Actor
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import NotFound
from silah.journey.requests import operations as requests
from silah.journey.requests import queries as read
from silah.journey.requests.stages import BEFORE_DECISION
from silah.policy import queries as policy


@portal
def answers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case_row(by, case_id)
    reading.note(by, case)
    open_to_change = case.stage in BEFORE_DECISION and read.acts_for(by, case)
    order = [each.id for each in policy.pack_of(case.policy_version_id).service(case.service).questions]
    here = f"/{request.organisation.slug}/requests/{case_id}/"  # type: ignore[attr-defined]
    rows = [
        (
            each.label,
            [each.text, each.corrected.text] if each.corrected else each.text,
            f"{here}answers/{order.index(each.question_id) + 1}/"
            if open_to_change and each.may_change
            else None,
        )
        for each in read.declared_answers(by, case_id, health=True)
    ]
    context = {
        "rows": rows,
        "here": here,
        "signers": read.signatures(by, case_id),
        "may_change": open_to_change,
    }
    return render(request, "portal/status/answers.html", context)


@portal
def change(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case_row(by, case_id)
    pack = policy.pack_of(case.policy_version_id)
    questions = pack.service(case.service).questions
    shown = {each.question_id: each for each in read.declared_answers(by, case_id, health=True)}
    asked = questions[number - 1] if 1 <= number <= len(questions) else None
    may_change = asked is not None and asked.id in shown and shown[asked.id].may_change
    if asked is None or not may_change or not read.acts_for(by, case):
        raise NotFound()
    data, came_back = typed.given(request)
    form = form_of(asked, pack, value=shown[asked.id].value, data=data)
    here = f"/{request.organisation.slug}/requests/{case_id}/"  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        perform(
            form,
            lambda: requests.change_answer(
                case,
                asked.id,
                answer_in(asked, form),
                by=by,
                expected_version=typed.version(request),
                key=key(request),
            ),
        )
        if not form.errors:
            return redirect(here)
    context = {
        "asked": asked,
        "form": form,
        "version": case.answers_version,
        "back": f"{here}answers/",
        "signed": any(signer.declaration_id for signer in read.signatures(by, case_id)),
        "came_back": came_back,
        "key": fresh_key(),
    }
    wrong = bool(form.errors) and not came_back
    return render(request, "portal/status/change.html", context, status=422 if wrong else 200)


urlpatterns = [
    path("requests/<uuid:case_id>/answers/", answers, name="portal_answers"),
    path("requests/<uuid:case_id>/answers/<int:number>/", change, name="portal_change_answer"),
]
