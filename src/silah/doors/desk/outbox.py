"""What left and what waits. Words and numbers are shown in a demonstration alone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy

from silah.contact import queries, words
from silah.contact.queries import OutboxLine
from silah.doors.desk import lists
from silah.doors.desk.sheets import Cell
from silah.doors.entry import desk
from silah.doors.request import Request
from silah.foundation.access import Permission, can
from silah.foundation.journal import reading
from silah.foundation.tenancy import Page, Place
from silah.foundation.ui import forms
from silah.journey.requests import queries as requests

TONES = {
    "sent": "success",
    "queued": "info",
    "withheld": "neutral",
    "unreachable": "warning",
    "failed": "danger",
}
COLUMNS = (
    gettext_lazy("متى"),
    gettext_lazy("الرسالة"),
    gettext_lazy("لمن"),
    gettext_lazy("الحال"),
    gettext_lazy("المحاولات"),
)


class OutboxTools(lists.Tools):
    search = lists.SearchField(label=gettext_lazy("اسم من تُرسل إليه"))
    state = forms.SelectField(
        label=gettext_lazy("الحال"),
        choices=[(code, name) for code, name in words.STATES.items() if code != "sealed"],
    )
    template = forms.SelectField(label=gettext_lazy("الرسالة"), choices=list(words.TEMPLATES.items()))
    sort = forms.SelectField(label=gettext_lazy("الترتيب"), choices=[("oldest", gettext_lazy("الأقدم أولًا"))])
    every = {"sort": gettext_lazy("الأحدث أولًا"), "template": gettext_lazy("كل الرسائل")}


@desk(Permission.VIEW_OUTBOX)
def outbox(request: Request) -> HttpResponse:
    by, form = request.actor, OutboxTools(request.GET)
    if not can(by, Permission.VIEW_PARTY):
        del form.fields["search"]
    to = form.people(by)
    reading.note_list(by, "message")
    shut = (requests.OUTCOMES | {"iban_changed"}, requests.concerning(by) | requests.whose(by))

    def read(at: Place) -> Page[OutboxLine]:
        return queries.outbox(
            by,
            state=form.chosen("state"),
            template=form.chosen("template"),
            to=to,
            shut=shut,
            oldest_first=form.chosen("sort") == "oldest",
            at=at,
        )

    if lists.as_file(request):
        return lists.sheet("rasail", COLUMNS, read, _cells)
    context = {
        "form": form,
        "tones": TONES,
        "names": can(by, Permission.VIEW_PARTY),
        "base": f"/{request.organisation.slug}/desk/",
        **lists.shown(request, read),
    }
    return render(request, "desk/outbox/outbox.html", context, status=lists.status(form))


def _cells(line: OutboxLine) -> tuple[Cell, ...]:
    return (line.created_at, line.template_words, line.who, line.state_words, line.tries)


urlpatterns = [path("outbox/", outbox, name="outbox")]
