"""What left and what waits. Words and numbers are shown in a demonstration alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from silah.contact import queries, words
from silah.doors.entry import desk
from silah.doors.request import Request
from silah.foundation.access import Permission
from silah.foundation.journal import reading
from silah.foundation.ui import forms

PAGE = 50
TONES = {
    "sent": "success",
    "queued": "info",
    "withheld": "neutral",
    "unreachable": "warning",
    "failed": "danger",
}


class Filter(forms.Form):
    state = forms.SelectField(
        label=_("الحال"),
        required=False,
        choices=[(code, name) for code, name in words.STATES.items() if code != "sealed"],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states: Any = self.fields["state"]
        states.choices = [("", _("الكل")), *states.choices[1:]]


@desk(Permission.VIEW_OUTBOX)
def outbox(request: Request) -> HttpResponse:
    form = Filter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    reading.note_list(request.actor, "message")
    found = queries.outbox(request.actor, state=state, after=_after(request.GET.get("after", "")), limit=PAGE)
    lines, more = found[:PAGE], len(found) > PAGE
    last = lines[-1] if lines else None
    moment = last.created_at.isoformat().replace("+00:00", "Z") if last else ""
    context = {
        "form": form,
        "lines": lines,
        "tones": TONES,
        "next_url": f"?state={state}&after={moment}_{last.id}" if more and last else None,
    }
    return render(request, "desk/outbox/outbox.html", context)


def _after(text: str) -> tuple[datetime, UUID] | None:
    moment, _sep, last = text.partition("_")
    try:
        return (datetime.fromisoformat(moment), UUID(last)) if last else None
    except ValueError:
        return None


urlpatterns = [path("outbox/", outbox, name="outbox")]
