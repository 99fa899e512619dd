"""The evidence page: each clause beside what proves it, and the quality manager's word on exceptions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import evidence_paper
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.evidence import queries
from silah.evidence.operations import explain_exception
from silah.evidence.rules import State
from silah.foundation.access import Permission, can
from silah.foundation.journal import reading
from silah.foundation.kernel import clock
from silah.foundation.ui import forms

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


@desk(Permission.VIEW_EVIDENCE)
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
        "counts": [(state, found.counts[state]) for state in State],
        "wanted": wanted,
        "base": _base(request),
        "query": request.GET.urlencode(),
        "period_query": _period_query(request),
    }
    return render(request, "desk/evidence/index.html", context)


@desk(Permission.VIEW_EVIDENCE)
def clause(request: Request, clause_id: str) -> HttpResponse:
    form = PeriodForm(request.GET or None)
    found, row = queries.clause(request.actor, clause_id, form.period())
    return _clause_page(request, found, row, form, ReasonForm())


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
def paper(request: Request) -> HttpResponse:
    found = queries.report(request.actor, PeriodForm(request.GET or None).period())
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
        "reason": reason,
        "wrong": wrong,
        "may_explain": can(request.actor, Permission.EXPLAIN_EXCEPTION),
        "base": _base(request),
        "desk": f"/{request.organisation.slug}/desk/",
        "query": request.GET.urlencode(),
        "key": fresh_key(),
    }
    return render(request, "desk/evidence/clause.html", context, status=status)


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
    path("evidence/<str:clause_id>/", clause, name="evidence_clause"),
    path(
        "evidence/<str:clause_id>/exceptions/<uuid:subject_id>/<slug:code>/",
        explanation,
        name="evidence_explanation",
    ),
]
