"""The reply opened by herself, and her right to object until the day she was told."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy

from silah.doors.entry import portal
from silah.doors.forms import fresh_key, key, perform, posted
from silah.doors.portal import typed
from silah.foundation.access import Actor
from silah.foundation.journal import reading
from silah.foundation.ui import forms
from silah.journey.decisions import operations as decisions
from silah.journey.decisions.queries import telling
from silah.journey.requests import queries as read
from silah.policy import queries as policy
from silah.policy.pack import Pack


class GroundsForm(forms.Form):
    grounds = forms.TextField(label=gettext_lazy("ما سبب الاعتراض؟"), long=True, max_length=2000)


@portal
def reply(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Opening it is a press of hers, which records that the reply reached her."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case_row(by, case_id)
    said = telling.told(by, case_id)
    unread = [each for each in said if each.received_at is None]
    if posted(request) is not None:
        for each in unread:
            row = telling.reply_row(by, each.reply_id)
            decisions.receive(row, "portal", by=by)
        return redirect(request.path)
    if not said or unread:
        return redirect(f"/{request.organisation.slug}/requests/{case_id}/")  # type: ignore[attr-defined]
    reading.note(by, case)
    context = {
        "said": said,
        "case_id": case_id,
        "status": read.status(by, case_id),
        "objections": telling.objections(by, case_id),
        "may_object": said[0].may_object,
        "pack": policy.pack_of(case.policy_version_id),
    }
    return render(request, "portal/status/reply.html", context)


@portal
def object_to(request: HttpRequest, case_id: UUID) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case_row(by, case_id)
    pack = policy.pack_of(case.policy_version_id)
    here = f"/{request.organisation.slug}/requests/{case_id}/reply/"  # type: ignore[attr-defined]
    data, came_back = typed.given(request)
    form = GroundsForm(data)
    if request.method == "POST" and form.is_valid():
        perform(
            form,
            lambda: decisions.file_appeal(
                case,
                form.cleaned_data["grounds"],
                by=by,
                channel=channel_of(pack),
                key=key(request),
            ),
        )
        if not form.errors:
            return redirect(here)
    said = telling.told(by, case_id)
    if data is None and not (said and said[0].may_object):
        return redirect(here)
    context = {
        "form": form,
        "pack": pack,
        "back": here,
        "until": said[0].object_until if said else None,
        "came_back": came_back,
        "key": fresh_key(),
    }
    wrong = bool(form.errors) and not came_back
    return render(request, "portal/status/object.html", context, status=422 if wrong else 200)


def channel_of(pack: Pack) -> str:
    takes = [channel for channel in pack.channels if channel.active and "objection" in channel.accepts]
    own = [channel for channel in takes if channel.clause == "C5"]
    return (own or takes)[0].id


urlpatterns = [
    path("requests/<uuid:case_id>/reply/", reply, name="portal_reply"),
    path("requests/<uuid:case_id>/object/", object_to, name="portal_object"),
]
