"""Replies by where they stand: ready, on their way, arrived; and the requests that are late without one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import lists
from silah.doors.desk.sheets import Cell
from silah.doors.entry import desk
from silah.doors.request import Request
from silah.foundation.access import Permission, can
from silah.foundation.journal import reading
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Page, Place, at_once
from silah.foundation.ui import forms
from silah.journey.decisions import queries
from silah.journey.decisions.queries import OverdueRow, ReplyRow
from silah.journey.decisions.words import OUTCOMES
from silah.policy import queries as policy

COLUMNS = (
    gettext_lazy("الطلب"),
    gettext_lazy("صاحبه"),
    gettext_lazy("الخدمة"),
    gettext_lazy("الرد"),
    gettext_lazy("موعد إرساله"),
    gettext_lazy("آخر موعد"),
    gettext_lazy("أُرسل"),
    gettext_lazy("وصل"),
    gettext_lazy("المحاولات"),
    gettext_lazy("من يتابعه"),
)
LATE_COLUMNS = (*COLUMNS[:3], gettext_lazy("كان آخر موعد"), gettext_lazy("أيام التأخر"))


class ReplyTools(lists.Tools):
    search = lists.SearchField(label=gettext_lazy("اسم أو رقم"))
    outcome = forms.SelectField(label=gettext_lazy("الرد"), choices=list(OUTCOMES.items()))
    owner = forms.SelectField(label=gettext_lazy("من يتابعه"))
    sort = forms.SelectField(
        label=gettext_lazy("الترتيب"),
        choices=[
            ("oldest", gettext_lazy("الأقدم أولًا")),
            ("newest", gettext_lazy("الأحدث أولًا")),
            ("ceiling", gettext_lazy("الأقرب إلى آخر موعده")),
        ],
    )
    every = {"sort": gettext_lazy("المعتاد")}


@desk(Permission.REPLY)
def index(request: Request) -> HttpResponse:
    by, form, which = request.actor, ReplyTools(request.GET), request.GET.get("which", "ready")
    which = which if which in (*queries.WHICH, "overdue") else "ready"
    at_once(policy.current_asked(by), organisations.members_asked(by), *queries.reply_counts_asked(by))
    form.offer("owner", [(str(each.id), each.full_name) for each in organisations.members(by)])
    to, reference = form.people(by), form.reference()
    reading.note_list(by, "reply")

    def read(at: Place) -> Page[ReplyRow]:
        owner = form.chosen("owner")
        return queries.replies(
            by,
            which,
            to=to,
            reference=reference,
            outcome=form.chosen("outcome"),
            owner=UUID(owner) if owner else None,
            sort=form.chosen("sort"),
            at=at,
        )

    def read_late(at: Place) -> Page[OverdueRow]:
        return queries.overdue(by, to=to, reference=reference, at=at)

    if which == "overdue":
        for name in ("outcome", "owner", "sort"):
            del form.fields[name]
    if lists.as_file(request):
        if which == "overdue":
            return lists.sheet("mutaakhira", LATE_COLUMNS, read_late, _late_cells)
        return lists.sheet("rudud", COLUMNS, read, _cells)
    tabs = ("which",)
    shown: dict[str, Any] = (
        lists.shown(request, read_late, tabs=tabs)
        if which == "overdue"
        else lists.shown(request, read, tabs=tabs)
    )
    context = {
        "form": form,
        "which": which,
        "tabs": _tabs(which, queries.reply_counts(by)),
        "early": which == "ready" and can(by, Permission.RELEASE_EARLY) and queries.any_early(by),
        "base": f"/{request.organisation.slug}/desk/replies/",
        "desk": f"/{request.organisation.slug}/desk/",
        **shown,
    }
    return render(request, "desk/replies/index.html", context, status=lists.status(form))


def _tabs(which: str, counts: dict[str, int]) -> list[tuple[str, str, bool, int | None]]:
    names = {
        "ready": _("جاهزة للإرسال"),
        "overdue": _("مضى موعدها بلا رد"),
        "undelivered": _("أُرسلت ولم تصل"),
        "arrived": _("وصلت أو أُغلقت"),
    }
    return [(label, f"?which={name}", name == which, counts.get(name)) for name, label in names.items()]


def _cells(row: ReplyRow) -> tuple[Cell, ...]:
    return (
        row.reference,
        row.applicant,
        row.service,
        row.what,
        row.release_at,
        row.ceiling_on,
        row.released_at,
        row.received_at,
        len(row.tries),
        row.owner,
    )


def _late_cells(row: OverdueRow) -> tuple[Cell, ...]:
    return (row.reference, row.applicant, row.service, row.ceiling_on, row.days)


urlpatterns = [path("replies/", index, name="replies")]
