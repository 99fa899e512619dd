"""One decision: undone while nobody was told, corrected once she was."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Permission
from silah.foundation.journal import reading
from silah.foundation.ui import forms
from silah.journey.decisions import operations, queries
from silah.journey.decisions.operations import Proposal
from silah.journey.decisions.words import CORRECTIONS, UNDO_REASONS
from silah.policy import queries as policy


class UndoForm(forms.Form):
    reason = forms.SelectField(label=gettext_lazy("سبب الإلغاء"), choices=list(UNDO_REASONS.items()))


class CorrectForm(forms.Form):
    error = forms.SelectField(label=gettext_lazy("نوع الخطأ"), choices=list(CORRECTIONS.items()))
    amount = forms.MoneyField(label=gettext_lazy("المبلغ الصحيح (لكل دفعة)"), required=False)
    months = forms.CountField(label=gettext_lazy("المدة الصحيحة بالأشهر"), most=60, required=False)
    reasons = forms.ManyField(label=gettext_lazy("السبب الصحيح"), required=False)
    words = forms.TextField(label=gettext_lazy("بيان لصاحب الطلب"), required=False)

    def __init__(self, *args: Any, reasons: list[tuple[str, str]], granting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = reasons  # type: ignore[attr-defined]
        if not granting:
            del self.fields["amount"], self.fields["months"]


@desk(Permission.CORRECT_DECISION)
def decision(request: Request, decision_id: UUID) -> HttpResponse:
    return _shown(request, decision_id)


@desk(Permission.CORRECT_DECISION)
def undoing(request: Request, decision_id: UUID) -> HttpResponse:
    row, form = (
        queries.decision_row(request.actor, decision_id),
        UndoForm(request.POST or None, auto_id="undo_%s"),
    )
    if request.method == "POST" and form.is_valid():
        done = perform(
            form,
            lambda: operations.undo(row, form.cleaned_data["reason"], by=request.actor, key=key(request)),
        )
        if done is not None:
            messages.success(request, _("أُلغي القرار، وعاد الطلب إلى جهة القرار."))
            return redirect(f"{_desk(request)}decisions/{decision_id}/")
    return _shown(request, decision_id, undo=form)


@desk(Permission.CORRECT_DECISION)
def correction(request: Request, decision_id: UUID) -> HttpResponse:
    row = queries.decision_row(request.actor, decision_id)
    form = _correct_form(request, decision_id, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        right = Proposal(
            outcome=row.outcome,
            amount=given.get("amount"),
            months=given.get("months"),
            reasons=tuple(given["reasons"] or row.reason_codes),
            words=given["words"] or "",
        )
        done = perform(
            form,
            lambda: operations.correct(row, right, given["error"], by=request.actor, key=key(request)),
        )
        if done is not None:
            messages.success(request, _("سُجّل التصحيح، ويُبلَّغ به صاحب الطلب. القراران محفوظان."))
            return redirect(f"{_desk(request)}decisions/{done.id}/")
    return _shown(request, decision_id, correct=form)


def _shown(
    request: Request,
    decision_id: UUID,
    *,
    undo: UndoForm | None = None,
    correct: CorrectForm | None = None,
) -> HttpResponse:
    by = request.actor
    row = queries.decision_row(by, decision_id)
    reading.note(by, row.support_request)
    all_of_them = queries.decisions_of(by, row.support_request_id)
    view = next(each for each in all_of_them if each.id == decision_id)
    told = queries.was_told(by, decision_id)
    context = {
        "view": view,
        "reference": row.support_request.reference,
        "others": [each for each in all_of_them if each.id != decision_id],
        "told": told,
        "undo": (undo or UndoForm(auto_id="undo_%s"))
        if view.stands and not told and view.instance == "first"
        else None,
        "correct": (correct or _correct_form(request, decision_id)) if view.stands and told else None,
        "desk": _desk(request),
        "key": fresh_key(),
    }
    broken = any(form is not None and form.errors for form in (undo, correct))
    return render(request, "desk/replies/decision.html", context, status=422 if broken else 200)


def _correct_form(request: Request, decision_id: UUID, data: Any = None) -> CorrectForm:
    row = queries.decision_row(request.actor, decision_id)
    case = row.support_request
    service = policy.pack_of(case.policy_version_id).service(case.service)
    return CorrectForm(
        data,
        reasons=[(each.id, each.label) for each in service.reasons],
        granting=row.outcome != "reject",
        initial={"amount": row.amount, "months": row.months},
    )


def _desk(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/"


urlpatterns = [
    path("decisions/<uuid:decision_id>/", decision, name="decision"),
    path("decisions/<uuid:decision_id>/undoing/", undoing, name="decision_undoing"),
    path("decisions/<uuid:decision_id>/correction/", correction, name="decision_correction"),
]
