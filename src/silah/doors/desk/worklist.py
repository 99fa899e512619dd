"""What waits for me now: each role sees its own stages first; search finds a request or a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import navigation
from silah.doors.desk.sheets import Cell, workbook
from silah.doors.entry import desk
from silah.doors.request import Request
from silah.foundation.access import Actor, Permission, Role, can
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import Invalid, NotFound
from silah.foundation.ui import forms
from silah.journey.requests import queries as requests
from silah.journey.requests.queries import Filters, WorklistRow
from silah.journey.requests.stages import OPEN, STAGE_NAMES, Stage
from silah.journey.services import catalogue
from silah.people import queries as people
from silah.policy import queries as policy

PAGE = 50
HERS: dict[Role, tuple[Stage, ...]] = {
    Role.RELATIONS_OFFICER: (Stage.SUBMITTED, Stage.COMPLETE, Stage.DECIDED),
    Role.OFFICE_REPRESENTATIVE: (Stage.SUBMITTED, Stage.COMPLETE),
    Role.SOCIAL_RESEARCHER: (Stage.VERIFIED, Stage.COMPLETE),
    Role.COMMITTEE_MEMBER: (Stage.STUDIED,),
    Role.COMMITTEE_SECRETARY: (Stage.STUDIED, Stage.DECIDED),
    Role.MANAGER: (Stage.STUDIED,),
    Role.DELIVERY_OFFICER: (Stage.SERVING,),
}
COLUMNS = (
    gettext_lazy("الطلب"),
    gettext_lazy("صاحب الطلب"),
    gettext_lazy("الخدمة"),
    gettext_lazy("المرحلة"),
    gettext_lazy("منذ"),
    gettext_lazy("الرد حتى"),
)
EXPORTED = (
    *COLUMNS[:5],
    gettext_lazy("تاريخ التقديم"),
    COLUMNS[5],
    gettext_lazy("متأخر"),
    gettext_lazy("عاجل"),
    gettext_lazy("المكان"),
    gettext_lazy("رقم الملف"),
)


class ListForm(forms.Form):
    search = forms.TextField(label=gettext_lazy("رقم الطلب أو الاسم"), required=False)
    stage = forms.SelectField(
        label=gettext_lazy("المرحلة"),
        required=False,
        choices=[(str(stage), STAGE_NAMES[stage]) for stage in Stage],
    )
    service = forms.SelectField(label=gettext_lazy("الخدمة"), required=False)
    sort = forms.SelectField(
        label=gettext_lazy("الترتيب"),
        required=False,
        choices=[
            ("waiting", gettext_lazy("الأطول انتظارًا")),
            ("due", gettext_lazy("الأقرب موعدًا")),
            ("newest", gettext_lazy("الأحدث تقديمًا")),
        ],
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = catalogue.services(policy.current(by)[1])
        choices = [("", _("كل الخدمات")), *((service.id, service.title) for service in offered)]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]
        for name, unchosen in (("stage", _("كل المراحل")), ("sort", _("المعتاد"))):
            field: Any = self.fields[name]
            field.choices = [("", unchosen), *list(field.choices)[1:]]


@desk(Permission.VIEW_DESK)
def worklist(request: Request) -> HttpResponse:
    """Those who have no part in requests are led to their own first page."""
    by = request.actor
    if not can(by, Permission.VIEW_REQUEST):
        return redirect(navigation.items(by, request.organisation.slug, request.path)[0].url)
    try:
        counts = requests.stage_counts(by)
    except Invalid:
        raise NotFound() from None
    view = request.GET.get("view", "")
    form = ListForm(request.GET, by=by)
    form.is_valid()
    chosen = filters(by, view, form.cleaned_data)
    reading.note_list(by, "support_request")
    if "export" in request.GET:
        return workbook("talabat", EXPORTED, (_exported(row) for row in _all(by, chosen)))
    wrong = ""
    try:
        page = requests.worklist(by, chosen, after=request.GET.get("after") or None, limit=PAGE)
    except Invalid as error:
        page, wrong = requests.Page(()), error.message
    context = {
        "form": form,
        "page_rows": page.rows,
        "columns": COLUMNS,
        "tabs": _tabs(request, view, counts),
        "next_url": _with(request, after=page.after) if page.after else None,
        "export_url": _with(request, export="1"),
        "wrong": wrong,
        "view": view,
        "base": f"/{request.organisation.slug}/desk/",
        "searching": bool(form.cleaned_data.get("search")),
    }
    return render(request, "desk/cases/worklist.html", context, status=422 if wrong else 200)


@desk(Permission.VIEW_PARTY)
def search(request: Request) -> HttpResponse:
    """A whole reference opens the request; anything else lists people and requests."""
    by, text = request.actor, request.GET.get("q", "").strip()
    base = f"/{request.organisation.slug}/desk/"
    found: list[people.PartyRow] = []
    cases: tuple[WorklistRow, ...] = ()
    wrong = ""
    if text:
        try:
            cases = requests.worklist(by, Filters(search=text, sort="newest"), limit=20).rows
            if len(cases) == 1 and "/" in text:
                return redirect(f"{base}cases/{cases[0].id}/")
            found = people.search(by, text)
        except Invalid as error:
            wrong = error.message
    context = {"q": text, "people": found, "cases": cases, "wrong": wrong, "base": base, "columns": COLUMNS}
    return render(request, "desk/cases/search.html", context, status=422 if wrong else 200)


def filters(by: Actor, view: str, given: dict[str, Any]) -> Filters:
    """A search looks everywhere; without one, the list begins with the role's own stages."""
    chosen = Filters(
        service=given.get("service") or "",
        search=given.get("search") or "",
        sort=given.get("sort") or "waiting",
    )
    if stage := given.get("stage"):
        return replace(chosen, stages=(Stage(stage),))
    if chosen.search or view == "all":
        return chosen
    if view == "late":
        return replace(chosen, overdue=True)
    return replace(chosen, stages=stages_of(by))


def stages_of(by: Actor) -> tuple[Stage, ...]:
    mine = {stage for role in by.roles for stage in HERS.get(role, ())}
    return tuple(stage for stage in Stage if stage in mine) or tuple(s for s in Stage if s in OPEN)


def _tabs(request: Request, view: str, counts: dict[Stage, int]) -> list[tuple[str, str, bool, int | None]]:
    mine = sum(counts.get(stage, 0) for stage in stages_of(request.actor))
    return [
        (_("ينتظرني"), "?", view not in {"all", "late"}, mine),
        (_("المفتوح كله"), "?view=all", view == "all", sum(counts.values())),
        (_("المتأخر عن موعده"), "?view=late", view == "late", None),
    ]


def _with(request: Request, **more: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name not in {"after", "export"} and value}
    return "?" + urlencode({**kept, **more})


def _all(by: Actor, chosen: Filters) -> Iterator[WorklistRow]:
    after: str | None = None
    while True:
        page = requests.worklist(by, chosen, after=after, limit=1000)
        yield from page.rows
        if not page.after:
            return
        after = page.after


def _exported(row: WorklistRow) -> tuple[Cell, ...]:
    return (
        row.reference,
        row.applicant_name,
        row.service_title,
        row.stage_words,
        row.stage_since,
        row.submitted_at,
        row.ceiling_on,
        _("نعم") if row.overdue else _("لا"),
        _("نعم") if row.urgent else _("لا"),
        row.place_name,
        row.file_number,
    )


urlpatterns = [
    path("", worklist, name="worklist"),
    path("search/", search, name="search"),
]
