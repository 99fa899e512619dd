"""One paper of a request: how it may be shown, and a copy of it where the policy lets one be kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.entry import portal
from silah.doors.forms import fresh_key, key, perform, posted
from silah.doors.portal import typed
from silah.foundation.access import Actor
from silah.foundation.files import operations as files
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.ui import forms
from silah.journey.requests import operations as requests
from silah.journey.requests import queries as read
from silah.journey.requests.queries import ItemView
from silah.journey.requests.words import HOW
from silah.policy import queries as policy

DATES: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "issued": ("issued_on", gettext_lazy("تاريخ إصدارها"), {"latest": clock.today}),
    "expires": ("expires_on", gettext_lazy("تاريخ انتهائها"), {}),
}
TO_BRING = frozenset({"missing", "refused"})


def form_of(item: ItemView, data: Any = None, uploaded: Any = None) -> forms.Form:
    form = forms.Form(data, uploaded)
    form.fields["file"] = forms.FileField(label=_("النسخة"))
    for name in item.dates_needed:
        field, label, bounds = DATES[name]
        form.fields[field] = forms.DayField(label=label, **bounds)
    return form


@portal
def paper(request: HttpRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    item = next((each for each in read.items(by, case_id) if each.id == item_id), None)
    if item is None:
        raise NotFound()
    case = read.case_row(by, case_id)
    pack = policy.pack_of(case.policy_version_id)
    form = form_of(item, posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        perform(form, lambda: _present(request, by, item, form))
        if not form.errors:
            return redirect(f"/{request.organisation.slug}/requests/{case_id}/")  # type: ignore[attr-defined]
    context = {
        "item": item,
        "case_id": case_id,
        "form": form,
        "pack": pack,
        "may_send": item.may_upload and item.state in TO_BRING,
        "kept": pack.service(case.service).requirement(item.requirement).copy_kept,
        "ways": [str(HOW[way]) for way in item.ways if way != "copy_kept"],
        "key": fresh_key(),
    }
    return render(request, "portal/status/paper.html", context, status=422 if form.errors else 200)


def _present(request: HttpRequest, by: Actor, item: ItemView, form: forms.Form) -> Any:
    """The copy is stored only where the policy names a ground; an identity paper never is."""
    given = form.cleaned_data
    stored = files.store(
        given["file"],
        by=by,
        kind=item.requirement,
        purpose=files.PAPER,
        allowed_kinds={item.requirement} if item.may_upload else (),
        is_health=item.sensitive,
    )
    return requests.present_item(
        read.item_row(by, item.id),
        by=by,
        how="copy_kept",
        issued_on=given.get("issued_on"),
        expires_on=given.get("expires_on"),
        file_id=stored.id,
        expected_version=typed.version(request),
        key=key(request),
    )


urlpatterns = [
    path("requests/<uuid:case_id>/papers/<uuid:item_id>/", paper, name="portal_paper"),
]
