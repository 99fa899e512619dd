"""Many replies sent before the first day of their window, for one reason: found by a sitting, a name or a number."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import lists
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Actor, Permission
from silah.foundation.journal import reading
from silah.foundation.tenancy import Page, Place
from silah.foundation.ui import forms
from silah.journey.decisions import operations, queries
from silah.journey.decisions.queries import ReplyRow


class EarlyTools(lists.Tools):
    search = lists.SearchField(label=gettext_lazy("اسم أو رقم"))
    sitting = forms.SelectField(label=gettext_lazy("الجلسة"))


class EarlyForm(forms.Form):
    """One reason for as many as are ticked."""

    replies = forms.ManyField(label=gettext_lazy("الردود"))
    reason = forms.ChoiceField(label=gettext_lazy("سبب التبكير"))

    def __init__(self, *args: Any, by: Actor, rows: Iterable[ReplyRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replies"].choices = [  # type: ignore[attr-defined]
            (str(row.id), f"{row.reference} {row.applicant}") for row in rows
        ]
        self.fields["reason"].choices = [(each.id, each.label) for each in queries.early_reasons(by)]  # type: ignore[attr-defined]


@desk(Permission.RELEASE_EARLY)
def early(request: Request) -> HttpResponse:
    """A whole sitting comes ticked: its early replies leave by one tap among three."""
    by, tools = request.actor, EarlyTools(request.GET)
    tools.offer("sitting", [(str(each), number) for each, number in queries.early_sittings(by)])
    to, reference, sitting = tools.people(by), tools.reference(), tools.chosen("sitting")
    reading.note_list(by, "reply")

    def read(at: Place) -> Page[ReplyRow]:
        return queries.replies(
            by,
            queries.EARLY,
            to=to,
            reference=reference,
            sitting=UUID(sitting) if sitting else None,
            at=at,
        )

    shown = lists.shown(request, read)
    chosen = _chosen(request)
    rows = {row.id: row for row in (*shown["rows"], *(queries.early_among(by, chosen) if chosen else ()))}
    form = EarlyForm(
        request.POST or None,
        by=by,
        rows=rows.values(),
        initial={"replies": [str(row.id) for row in shown["rows"]] if sitting else []},
    )
    if request.method == "POST" and form.is_valid():
        picked = queries.reply_rows(by, chosen)
        done = perform(
            form,
            lambda: operations.release_early(picked, form.cleaned_data["reason"], by=by, key=key(request)),
        )
        if done is not None:
            messages.success(request, _("أُرسلت الردود، وسُجّل سبب التبكير."))
            return redirect(_base(request))
    context = {"form": form, "tools": tools, "base": _base(request), "key": fresh_key(), **shown}
    broken = bool(form.errors or tools.errors)
    return render(request, "desk/replies/early.html", context, status=422 if broken else 200)


def _chosen(request: Request) -> list[UUID]:
    """What was ticked, also on a page that has changed since; what is no id the form refuses."""
    found = []
    for each in request.POST.getlist("replies"):
        with suppress(ValueError):
            found.append(UUID(each))
    return found


def _base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/replies/"


urlpatterns = [path("replies/early/", early, name="replies_early")]
