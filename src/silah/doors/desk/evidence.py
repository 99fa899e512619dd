"""The evidence page: each clause beside what proves it, and the quality manager's word on exceptions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import evidence_case, evidence_paper
from silah.doors.desk.sheets import workbook
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.evidence import queries
from silah.evidence.operations import explain_exception
from silah.evidence.rules import State
from silah.foundation.access import Permission, can
from silah.foundation.journal import reading
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.ui import forms

View = Callable[..., HttpResponse]

WINGS = (
    ("P", gettext_lazy("التمهيد")),
    ("G", gettext_lazy("الهدف العام")),
    ("D", gettext_lazy("الأهداف التفصيلية")),
    ("C", gettext_lazy("القنوات")),
    ("T", gettext_lazy("أدوات موظف العلاقات")),
    ("H", gettext_lazy("خطوات التعامل")),
    ("A", gettext_lazy("الاعتماد")),
    ("TTL", gettext_lazy("العنوان")),
)


# Green first, as the eye that reads from the right meets it.
NAMES = {
    State.PROVEN: gettext_lazy("مثبت"),
    State.VIOLATED: gettext_lazy("مخالَف"),
    State.IDLE: gettext_lazy("لا نشاط بعد"),
    State.GAP: gettext_lazy("فجوة"),
    State.ABSENT: gettext_lazy("غير وارد"),
}
TONES = {
    State.PROVEN: "success",
    State.VIOLATED: "danger",
    State.IDLE: "info",
    State.GAP: "warning",
    State.ABSENT: "neutral",
}
ELSEWHERE = (
    ("contact", Permission.VIEW_CONTACTS, "contacts"),
    ("party", Permission.VIEW_PARTY, "people"),
)
SHOWN = 50
EXCEPTION_COLUMNS = (
    gettext_lazy("رقم الطلب"),
    gettext_lazy("الاستثناء"),
    gettext_lazy("يومه"),
    gettext_lazy("التفسير"),
    gettext_lazy("يوم التفسير"),
)


class PeriodForm(forms.Form):
    first = forms.DayField(label=gettext_lazy("من يوم"), required=False)
    last = forms.DayField(label=gettext_lazy("إلى يوم"), required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("first"), found.get("last")
        if first and last and first > last:
            self.add_error("last", _("اليوم الأخير قبل الأول."))
        return found

    def period(self) -> queries.Period:
        last = (self.is_valid() and self.cleaned_data.get("last")) or clock.today()
        first = (self.is_valid() and self.cleaned_data.get("first")) or last - timedelta(
            queries.TWELVE_MONTHS
        )
        return queries.period_of(first, last)


class ReasonForm(forms.Form):
    reason = forms.TextField(label=gettext_lazy("التفسير"), long=True)


def in_policy_time(view: View) -> View:
    """A period that ended before the first version gets a kind page with the form, not an error."""

    @wraps(view)
    def shown(request: Request, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except NotFound as error:
            if error.code != queries.BEFORE_POLICY:
                raise
        form = PeriodForm(request.GET or None)
        context = {
            "form": form,
            "period": form.period(),
            "first": queries.first_published_at(request.actor),
            "base": _base(request),
        }
        return render(request, "desk/evidence/before.html", context)

    return shown


@desk(Permission.VIEW_EVIDENCE)
@in_policy_time
def index(request: Request) -> HttpResponse:
    form = PeriodForm(request.GET or None)
    found = queries.report(request.actor, form.period())
    wanted = request.GET.get("state", "")
    groups = [
        (title, [row for row in found.clauses if _wing(row.clause.id) == wing and wanted in ("", row.state)])
        for wing, title in WINGS
    ]
    reading.note_list(request.actor, "evidence")
    context = {
        "form": form,
        "report": found,
        "groups": [(title, rows) for title, rows in groups if rows],
        "counts": [(state, found.counts[state]) for state in NAMES],
        "ring": [(NAMES[state], found.counts[state], TONES[state]) for state in NAMES],
        "wanted": wanted,
        "base": _base(request),
        "query": request.GET.urlencode(),
        "period_query": _period_query(request),
    }
    return render(request, "desk/evidence/index.html", context)


@desk(Permission.VIEW_EVIDENCE)
@in_policy_time
def clause(request: Request, clause_id: str) -> HttpResponse:
    form = PeriodForm(request.GET or None)
    found, row = queries.clause(request.actor, clause_id, form.period())
    return _clause_page(request, found, row, form, ReasonForm())


@desk(Permission.VIEW_EVIDENCE)
def exceptions(request: Request, clause_id: str) -> HttpResponse:
    """All of them, however many the page shows."""
    _found, row = queries.clause(request.actor, clause_id, PeriodForm(request.GET or None).period())
    reading.note_list(request.actor, "evidence")
    rows = (
        (each.reference, each.breach.sentence, each.breach.at, each.explained, each.explained_at)
        for each in row.breaches
    )
    return workbook(f"istithnaat-{row.clause.id}", EXCEPTION_COLUMNS, rows)


@desk(Permission.EXPLAIN_EXCEPTION)
def explanation(request: Request, clause_id: str, subject_id: UUID, code: str) -> HttpResponse:
    period = PeriodForm(request.GET or None)
    if request.method != "POST":
        return redirect(f"{_base(request)}{clause_id}/")
    form = ReasonForm(request.POST)
    if form.is_valid():
        done = perform(
            form,
            lambda: explain_exception(
                clause_id,
                subject_id,
                code,
                form.cleaned_data["reason"],
                by=request.actor,
                period=period.period(),
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("سُجّل التفسير، ويبقى الاستثناء ظاهرًا مع سببه."))
            return redirect(f"{_base(request)}{clause_id}/?{request.GET.urlencode()}")
    found, row = queries.clause(request.actor, clause_id, period.period())
    return _clause_page(request, found, row, period, form, wrong=(subject_id, code), status=422)


@desk(Permission.VIEW_EVIDENCE)
@in_policy_time
def paper(request: Request) -> HttpResponse:
    found = queries.report(request.actor, PeriodForm(request.GET or None).period())
    return evidence_paper.response(request, found)


@desk(Permission.VIEW_EVIDENCE)
@in_policy_time
def clause_paper(request: Request, clause_id: str) -> HttpResponse:
    found, _row = queries.clause(request.actor, clause_id, PeriodForm(request.GET or None).period())
    return evidence_paper.response(request, found)


def _clause_page(
    request: Request,
    found: queries.Report,
    row: queries.ClauseEvidence,
    period: PeriodForm,
    reason: ReasonForm,
    *,
    wrong: tuple[UUID, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    reading.note_list(request.actor, "evidence")
    context = {
        "form": period,
        "report": found,
        "row": row,
        "shown": row.breaches[:SHOWN],
        "links": _links(request),
        "reason": reason,
        "wrong": wrong,
        "may_explain": can(request.actor, Permission.EXPLAIN_EXCEPTION),
        "base": _base(request),
        "query": request.GET.urlencode(),
        "key": fresh_key(),
    }
    return render(request, "desk/evidence/clause.html", context, status=status)


def _links(request: Request) -> dict[str, str]:
    """Where a record of each kind is read by whoever may read it; a request always without a name."""
    desk_url = f"/{request.organisation.slug}/desk/"
    found = {"support_request": f"{_base(request)}cases/"}
    for kind, permission, place in ELSEWHERE:
        if can(request.actor, permission):
            found[kind] = f"{desk_url}{place}/"
    return found


def _period_query(request: Request) -> str:
    kept = request.GET.copy()
    kept.pop("state", None)
    return kept.urlencode()


def _wing(clause_id: str) -> str:
    return "TTL" if clause_id == "TTL" else clause_id[0]


def _base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/evidence/"


urlpatterns = [
    path("evidence/", index, name="evidence"),
    path("evidence/paper.pdf", paper, name="evidence_paper"),
    path("evidence/cases/<uuid:case_id>/", evidence_case.case, name="evidence_case"),
    path("evidence/cases/<uuid:case_id>/history.pdf", evidence_case.history, name="evidence_case_history"),
    path("evidence/<str:clause_id>/", clause, name="evidence_clause"),
    path("evidence/<str:clause_id>/paper.pdf", clause_paper, name="evidence_clause_paper"),
    path("evidence/<str:clause_id>/exceptions.xlsx", exceptions, name="evidence_exceptions"),
    path(
        "evidence/<str:clause_id>/exceptions/<uuid:subject_id>/<slug:code>/",
        explanation,
        name="evidence_explanation",
    ),
]
