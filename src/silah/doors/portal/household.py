"""«من يعيش معك؟»: names, one at a time, once the request is in; by her, or by whoever acts for her."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from silah.doors.entry import portal
from silah.doors.forms import fresh_key, key, perform
from silah.doors.portal import typed
from silah.doors.portal.pressed import pressed
from silah.foundation.access import Actor
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import NotFound
from silah.foundation.ui import forms
from silah.journey.requests import operations as requests
from silah.journey.requests import queries as read
from silah.journey.requests.stages import BEFORE_DECISION
from silah.journey.services.persons import RELATIONS, field

ASKED = ("name", "relation", "birth_year", "needs")


class PersonForm(forms.Form):
    """Its boxes bear the names by which the catalogue says what is wrong."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields[box("name")] = forms.NameField(label=_("الاسم كما في الهوية"))
        self.fields[box("relation")] = forms.SelectField(
            label=_("صلة القرابة"), choices=[("", _("الاختيار من القائمة")), *RELATIONS.items()]
        )
        self.fields[box("birth_year")] = forms.CountField(
            label=_("سنة الميلاد"), help_text=_("هجرية أو ميلادية، مثل 1440 أو 2019."), least=1, most=9999
        )
        self.fields[box("needs")] = forms.TextField(
            label=_("حاجته الخاصة"),
            help_text=_("كدواء دائم، أو كرسي متحرك، أو لوازم مدرسة."),
            required=False,
            max_length=300,
        )
        for boxed in self.fields.values():
            boxed.widget.attrs["autocomplete"] = "off"

    def said(self) -> dict[str, Any]:
        return {part: self.cleaned_data[box(part)] for part in ASKED}


def box(part: str) -> str:
    return field("persons", 0, part)


@portal
def household(request: HttpRequest, case_id: UUID) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    row = read.case_row(by, case_id)
    reading.note(by, row)
    view = read.case(by, case_id)
    if not read.acts_for(by, row) or view.stage not in BEFORE_DECISION or not view.household_unit:
        raise NotFound()
    data, came_back = typed.given(request)
    form = PersonForm(data)
    if request.method == "POST" and form.is_valid():
        perform(form, lambda: requests.name_person(row, form.said(), by=by, key=key(request)))
        if not form.errors:
            return redirect(request.path)
    context = {
        "case": view,
        "by_agent": row.applicant_id != by.party_id,
        "people": [each for each in view.people if each.role == "dependant"],
        "form": form,
        "came_back": came_back,
        "back": f"/{request.organisation.slug}/requests/{case_id}/",  # type: ignore[attr-defined]
        "key": fresh_key(),
    }
    wrong = bool(form.errors) and not came_back
    return render(request, "portal/status/household.html", context, status=422 if wrong else 200)


@pressed
@portal
def leave_out(request: HttpRequest, case_id: UUID, person_id: UUID) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    row = read.case_row(by, case_id)
    if not read.acts_for(by, row):
        raise NotFound()
    requests.leave_out_person(row, read.person_row(by, case_id, person_id), by=by, key=key(request))
    return redirect("../../")


urlpatterns = [
    path("requests/<uuid:case_id>/household/", household, name="portal_household"),
    path("requests/<uuid:case_id>/household/<uuid:person_id>/removal/", leave_out, name="portal_leave_out"),
]
