"""Which papers this request needs and nobody else's, and what she has of them now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.forms import perform
from silah.doors.portal import typed
from silah.doors.portal.work import Work
from silah.foundation.kernel import clock
from silah.foundation.ui import forms
from silah.journey.requests import drafts
from silah.journey.requests.words import HOW
from silah.journey.services import agents, needed
from silah.journey.services.needed import Person
from silah.policy.pack import Question, Requirement

WHOSE = {
    "each_adult": gettext_lazy("لكل من الزوجين على حدة."),
    "spouse": gettext_lazy("للطرف الآخر من الزوجين."),
}


@dataclass(frozen=True)
class Paper:
    title: str
    bring: str
    whose: str
    ways: str
    optional: bool
    identity: bool
    sends_copy: bool
    answer: Any


def page(request: HttpRequest, doing: Work, asked: Question, place: int) -> HttpResponse:
    wanted = requirements(doing)
    data, came_back = typed.given(request)
    form = _form(asked, wanted, doing.answers.get(asked.id) or {}, data)
    if request.method == "POST" and form.is_valid():
        draft = perform(
            form,
            lambda: drafts.answer(
                doing.draft,
                asked.id,
                {each.id: form.cleaned_data[box(each)] for each in wanted},
                by=doing.by,
                expected_version=typed.version(request),
            ),
        )
        if draft is not None:
            onward = Work(draft, doing.by, doing.home)
            saved = f"{doing.home}ask/saved/"
            return redirect(saved if request.POST.get("save") else onward.after(onward.place_of(asked.id)))
    couple = doing.service.unit == "couple"
    shown = [_paper(each, form, couple=couple) for each in wanted]
    ways = {each.ways for each in shown}
    number, total = doing.progress(asked.id)
    context = {
        "asked": asked,
        "form": form,
        "papers": shown,
        "shared_ways": ways.pop() if len(ways) == 1 else "",
        "number": number,
        "total": total,
        "back": doing.before(place),
        "version": doing.draft.version,
    }
    wrong = bool(form.errors) and not came_back
    return render(request, "portal/ask/papers.html", context, status=422 if wrong else 200)


def requirements(doing: Work) -> list[Requirement]:
    """Each once, whoever it is about: what she has at hand is one answer."""
    people = [Person(None, "applicant")]
    if agents.by_agent(doing.in_full):
        people.append(Person(None, "agent"))
    if doing.service.unit == "couple":
        people.append(Person(None, "spouse"))
    found = needed.requirements(doing.service, doing.in_full, people, on=clock.today())
    return list({each.requirement.id: each.requirement for each in found}.values())


def box(each: Requirement) -> str:
    return f"papers-{each.id}"


def _form(asked: Question, wanted: list[Requirement], said: dict[str, str], data: Any) -> forms.Form:
    form = forms.Form(data, initial={f"papers-{key}": answer for key, answer in said.items()})
    choices = [(option.id, option.label) for option in asked.options]
    for each in wanted:
        form.fields[box(each)] = forms.ChoiceField(label=each.title, choices=choices)
    return form


def _paper(each: Requirement, form: forms.Form, *, couple: bool) -> Paper:
    others = [str(HOW[way]) for way in each.met_by if way != "copy_kept"]
    return Paper(
        title=each.title,
        bring=each.bring,
        whose=str(WHOSE.get(each.for_whom, "")) if couple else "",
        ways=_("تُقدَّم: %(ways)s.") % {"ways": "، أو ".join(others)},
        optional=each.optional,
        identity=each.identity_paper,
        sends_copy="copy_kept" in each.met_by and each.copy_kept is not None,
        answer=form[box(each)],
    )
