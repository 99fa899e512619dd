"""What was granted, on its way; received by the code that was sent for this delivery alone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy

from silah.doors.entry import portal
from silah.doors.forms import fresh_key, key, perform, posted
from silah.foundation.access import Actor
from silah.foundation.kernel.errors import NotFound
from silah.foundation.ui import forms
from silah.journey.delivery import operations as delivery
from silah.journey.delivery import queries as delivery_read
from silah.journey.requests import queries as read


class ReceivedForm(forms.Form):
    code = forms.CodeField(label=gettext_lazy("رمز الاستلام"))


@portal
def received(request: HttpRequest, case_id: UUID, delivery_id: UUID) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    read.case_row(by, case_id)
    shown = next((each for each in delivery_read.of_case(by, case_id) if each.id == delivery_id), None)
    row = delivery_read.row(by, delivery_id)
    if shown is None:
        raise NotFound()
    form = ReceivedForm(posted(request))
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        perform(form, lambda: delivery.prove(row, "code", by=by, code=code, key=key(request)))
        if not form.errors:
            return redirect(f"/{request.organisation.slug}/requests/{case_id}/")  # type: ignore[attr-defined]
    context = {"form": form, "delivery": shown, "case_id": case_id, "key": fresh_key()}
    return render(request, "portal/status/receive.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("requests/<uuid:case_id>/deliveries/<uuid:delivery_id>/", received, name="portal_receive"),
]
