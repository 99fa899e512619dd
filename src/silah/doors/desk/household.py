"""Somebody who lives with the applicant, written at the desk: the same boxes as on her own page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.portal.household import PersonForm
from silah.doors.request import Request
from silah.foundation.access import Permission
from silah.foundation.journal import reading
from silah.journey.requests import operations
from silah.journey.requests import queries as requests


@desk(Permission.CHANGE_ANSWER)
def person(request: Request, case_id: UUID) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    reading.note(request.actor, row)
    here = f"/{request.organisation.slug}/desk/cases/{case_id}/"
    form = PersonForm(request.POST or None)
    if form.is_valid():
        named = perform(
            form, lambda: operations.name_person(row, form.said(), by=request.actor, key=key(request))
        )
        if named is not None:
            messages.success(request, _("أُضيف إلى الطلب: %(name)s.") % {"name": form.said()["name"]})
            return redirect(here)
    context = {
        "form": form,
        "case": requests.case(request.actor, case_id),
        "here": here,
        "key": fresh_key(),
    }
    return render(request, "desk/cases/person.html", context, status=422 if form.errors else 200)


urlpatterns = [path("cases/<uuid:case_id>/people/new/", person, name="case_person")]
