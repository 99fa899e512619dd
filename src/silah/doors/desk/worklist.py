"""What waits for me now: each role sees its own stages first; search finds a request or a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import lists, navigation, today
from silah.doors.desk.sheets import Cell
from silah.doors.entry import desk
from silah.doors.request import Request
from silah.foundation.access import Actor, Permission, Role, can
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import Invalid, NotFound
from silah.foundation.tenancy import Page, Place, at_once
from silah.foundation.ui import forms
from silah.journey.requests import queries as requests
from silah.journey.requests.queries import Filters, WorklistRow
from silah.journey.requests.stages import OPEN, STAGE_NAMES, Stage
from silah.journey.services import catalogue
from silah.people import queries as people
from silah.policy import queries as policy

HERS: dict[Role, tuple[Stage, ...]] = {
    Role.RELATIONS_OFFICER: (Stage.SUBMITTED, Stage.COMPLETE, Stage.DECIDED),
    Role.OFFICE_REPRESENTATIVE: (Stage.SUBMITTED, Stage.COMPLETE),
    Role.SOCIAL_RESEARCHER: (Stage.VERIFIED, Stage.COMPLETE),
    Role.COMMITTEE_MEMBER: (Stage.STUDIED,),
    Role.COMMITTEE_SECRETARY: (Stage.STUDIED, Stage.DECIDED),
    Role.MANAGER: (Stage.STUDIED,),
    Role.DELIVERY_OFFICER: (Stage.SERVING,),
}
SHOWN = 20  # people, and requests, that a search shows
COLUMNS = (
    gettext_lazy("الطلب"),
    gettext_lazy("صاحب الطلب"),
    gettext_lazy("الخدمة"),
    gettext_lazy("الخطوة التالية"),
    gettext_lazy("منذ"),
    gettext_lazy("الرد حتى"),
)
EXPORTED = (
    *COLUMNS[:3],
    gettext_lazy("المرحلة"),
    COLUMNS[4],
    gettext_lazy("تاريخ التقديم"),
    COLUMNS[5],
    gettext_lazy("متأخر"),
    gettext_lazy("عاجل"),
    gettext_lazy("المكان"),
    gettext_lazy("رقم الملف"),
)


class WorkTools(lists.Tools):
    search = lists.SearchField(label=gettext_lazy("رقم الطلب أو الاسم"))
    stage = forms.SelectField(
        label=gettext_lazy("المرحلة"), choices=[(str(stage), STAGE_NAMES[stage]) for stage in Stage]
    )
    service = forms.SelectField(label=gettext_lazy("الخدمة"))
    sort = forms.SelectField(
        label=gettext_lazy("الترتيب"),
        choices=[
            ("waiting", gettext_lazy("الأطول انتظارًا")),
            ("due", gettext_lazy("الأقرب موعدًا")),
            ("newest", gettext_lazy("الأحدث تقديمًا")),
        ],
    )
    every = {
        "stage": gettext_lazy("كل المراحل"),
        "service": gettext_lazy("كل الخدمات"),
        "sort": gettext_lazy("الأولى فالأولى"),
    }

    def __init__(self, data: Any, *, by: Actor) -> None:
        super().__init__(data)
        offered = catalogue.services(policy.current(by)[1])
        self.offer("service", [(service.id, service.title) for service in offered])


@desk(Permission.VIEW_DESK)
def worklist(request: Request) -> HttpResponse:
    """Those who have no part in requests are led to their own first page."""
    by, view = request.actor, request.GET.get("view", "")
    base = f"/{request.organisation.slug}/desk/"
    if not can(by, Permission.VIEW_REQUEST):
        return redirect(navigation.items(by, request.organisation.slug, request.path)[0].url)
    reading.note_list(by, "support_request")
    _ask(by, view, boxes=bool(request.GET.keys() - {"view"}))
    try:
        counts = requests.stage_counts(by)
    except Invalid:
        raise NotFound() from None
    form = WorkTools(request.GET, by=by)
    chosen = filters(by, view, form)

    def read(at: Place) -> Page[WorklistRow]:
        try:
            return requests.worklist(by, chosen, at)
        except Invalid as error:
            form.add_error("search", " ".join(error.fields.values()) or error.message)
            return Page()

    if lists.as_file(request):
        return lists.sheet("talabat", EXPORTED, read, _exported)
    shown = lists.shown(request, read, tabs=("view",))
    plain = not view and not shown["clear_url"] and not request.GET.get("after")
    context = {
        "form": form,
        "columns": COLUMNS,
        "tabs": _tabs(request, view, counts),
        "view": view,
        "base": base,
        "duties": today.duties(by, base) if plain else [],
        "steps": steps(by),
        **shown,
    }
    return render(request, "desk/cases/worklist.html", context, status=lists.status(form))


def _ask(by: Actor, view: str, *, boxes: bool) -> None:
    """What the page is about to ask, in one statement: its rows too, while no box above them is used."""
    rows = None if boxes else requests.worklist_asked(by, viewed(by, view, Filters(sort="first")), lists.ROWS)
    at_once(requests.stage_counts_asked(by), policy.current_asked(by), *([rows] if rows else []))


@desk(Permission.VIEW_PARTY)
def search(request: Request) -> HttpResponse:
    """A whole reference opens the request; anything else lists people and requests."""
    by, text = request.actor, request.GET.get("q", "").strip()
    base = f"/{request.organisation.slug}/desk/"
    found: list[people.PartyRow] = []
    cases: tuple[WorklistRow, ...] = ()
    wrong, more = "", False
    if text:
        try:
            cases = requests.worklist(by, Filters(search=text, sort="newest"), Place(limit=SHOWN)).rows
            if len(cases) == 1 and "/" in text:
                return redirect(f"{base}cases/{cases[0].id}/")
            found = people.search(by, text, SHOWN)
            first = people.first(by, text)
            more = bool(first.named) or len(first.ids) > SHOWN
        except Invalid as error:
            wrong = error.message
    context = {
        "q": text,
        "people": found,
        "more": more,
        "cases": cases,
        "wrong": wrong,
        "base": base,
        "columns": COLUMNS,
        "steps": steps(by),
    }
    return render(request, "desk/cases/search.html", context, status=422 if wrong else 200)


def filters(by: Actor, view: str, form: WorkTools) -> Filters:
    """A search looks everywhere; without one, the list begins with the role's own stages."""
    chosen = Filters(
        service=form.chosen("service"), search=form.chosen("search"), sort=form.chosen("sort") or "first"
    )
    if stage := form.chosen("stage"):
        return replace(chosen, stages=(Stage(stage),))
    return viewed(by, view, chosen)


def viewed(by: Actor, view: str, chosen: Filters) -> Filters:
    """By the tabs: everything open, what is late, or what waits for this role."""
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


def steps(by: Actor) -> dict[Stage, tuple[str, str]]:
    """What each stage waits for, and the page of the request where it is done by me; "" is its own page."""
    matching = "matching/" if can(by, Permission.MATCH_ITEM) else ""
    study = "study/" if can(by, Permission.STUDY) else ""
    return {
        Stage.SUBMITTED: (_("استكمال الطلب"), ""),
        Stage.COMPLETE: (_("مطابقة البيانات"), matching),
        Stage.VERIFIED: (_("دراسة الحالة"), study),
        Stage.STUDIED: (_("القرار"), ""),
        Stage.DECIDED: (_("إبلاغ الرد"), ""),
        Stage.REPLIED: (_("متابعة وصول الرد"), ""),
        Stage.SERVING: (_("التسليم"), ""),
    }


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
