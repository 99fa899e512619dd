"""Objections: given to somebody who had no part in the decision, heard, and answered with reasons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import lists
from silah.doors.desk.sheets import Cell
from silah.doors.desk.sitting_form import proposal
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.journal import reading
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Page, Place
from silah.foundation.ui import forms
from silah.journey.decisions import operations, queries
from silah.journey.decisions.queries import AppealRow, AppealView
from silah.journey.decisions.words import OUTCOMES
from silah.journey.requests import queries as requests
from silah.policy import queries as policy


class FileForm(forms.Form):
    """An officer writes for her; the channel is the one she came by."""

    grounds = forms.TextField(label=gettext_lazy("ما قاله صاحب الطلب في اعتراضه"), long=True)
    channel = forms.SelectField(label=gettext_lazy("كيف وصل الاعتراض؟"))
    at = forms.MomentField(label=gettext_lazy("متى كان ذلك؟ (إن لم يكن الآن)"), required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _version, pack = policy.current(by)
        ways = [(each.id, each.name) for each in pack.channels]
        self.fields["channel"].choices = [("", _("الاختيار من القائمة")), *ways]  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    member = forms.SelectField(label=gettext_lazy("من ينظر في الاعتراض"))

    def __init__(self, *args: Any, view: AppealView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(who), name) for who, name in view.may_hear]
        self.fields["member"].choices = [("", _("الاختيار من القائمة")), *people]  # type: ignore[attr-defined]


class UpholdForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("القرار الجديد"),
        choices=[(code, label) for code, label in OUTCOMES.items() if code != "reject"],
    )
    amount = forms.MoneyField(label=gettext_lazy("المبلغ (لكل دفعة)"))
    months = forms.CountField(label=gettext_lazy("المدة بالأشهر"), most=60)
    words = forms.TextField(label=gettext_lazy("سبب قبول الاعتراض"), long=True)

    def given(self) -> dict[str, Any]:
        return self.cleaned_data | {"reasons": ()}


class DismissForm(forms.Form):
    words = forms.TextField(label=gettext_lazy("سبب بقاء القرار على حاله"), long=True)


class AppealTools(lists.Tools):
    search = lists.SearchField(label=gettext_lazy("اسم أو رقم"))
    assigned = forms.SelectField(
        label=gettext_lazy("الإسناد"),
        choices=[("no", gettext_lazy("لم يُسند")), ("yes", gettext_lazy("أُسند"))],
    )
    sort = forms.SelectField(label=gettext_lazy("الترتيب"), choices=[("newest", gettext_lazy("الأحدث أولًا"))])
    every = {"sort": gettext_lazy("الأقرب موعدًا")}


COLUMNS = (
    gettext_lazy("الاعتراض"),
    gettext_lazy("الطلب"),
    gettext_lazy("الخدمة"),
    gettext_lazy("قُدّم"),
    gettext_lazy("موعد الجواب"),
    gettext_lazy("عند"),
    gettext_lazy("النتيجة"),
)


@desk(Permission.DECIDE_APPEAL)
def index(request: Request) -> HttpResponse:
    by, form, closed = request.actor, AppealTools(request.GET), request.GET.get("show") == "closed"
    if closed:
        del form.fields["sort"]
    to, reference = form.people(by), form.reference()
    reading.note_list(by, "appeal")

    def read(at: Place) -> Page[AppealRow]:
        return queries.appeals(
            by,
            closed=closed,
            to=to,
            reference=reference,
            assigned=form.chosen("assigned"),
            newest_first=form.chosen("sort") == "newest",
            at=at,
        )

    if lists.as_file(request):
        return lists.sheet("iatiradat", COLUMNS, read, _cells)
    context = {
        "form": form,
        "closed": closed,
        "base": _base(request),
        **lists.shown(request, read, tabs=("show",)),
    }
    return render(request, "desk/appeals/index.html", context, status=lists.status(form))


def _cells(row: AppealRow) -> tuple[Cell, ...]:
    return (
        row.reference,
        row.case_reference,
        row.service,
        row.filed_at,
        row.answer_by,
        row.assigned_to or _("لم يُسند"),
        row.outcome_words,
    )


@desk(Permission.OBJECT)
def new(request: Request, case_id: UUID) -> HttpResponse:
    by = request.actor
    row, form = requests.case_row(by, case_id), FileForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.file_appeal(
                row, given["grounds"], by=by, channel=given["channel"], at=given["at"], key=key(request)
            ),
        )
        if done is not None:
            said = _("سُجّل الاعتراض برقم %(number)s.") % {"number": done.reference}
            messages.success(request, said)
            return redirect(f"{_desk(request)}cases/{case_id}/")
    context = {"form": form, "case": row, "desk": _desk(request), "key": fresh_key()}
    return render(request, "desk/appeals/new.html", context, status=422 if form.errors else 200)


@desk(Permission.DECIDE_APPEAL)
def appeal(request: Request, appeal_id: UUID) -> HttpResponse:
    return _shown(request, appeal_id)


@desk(Permission.ASSIGN_APPEAL)
def assignment(request: Request, appeal_id: UUID) -> HttpResponse:
    by, view = request.actor, queries.appeal(request.actor, appeal_id)
    form = AssignForm(request.POST or None, view=view)
    if request.method == "POST" and form.is_valid():
        row = queries.appeal_row(by, appeal_id)
        member = organisations.member_row(by, UUID(form.cleaned_data["member"]))
        done = perform(form, lambda: operations.assign_appeal(row, member, by=by, key=key(request)))
        if done is not None:
            messages.success(request, _("أُسند الاعتراض."))
            return redirect(f"{_base(request)}{appeal_id}/")
    return _shown(request, appeal_id, assign=form)


@desk(Permission.DECIDE_APPEAL)
def upholding(request: Request, appeal_id: UUID) -> HttpResponse:
    row, form = queries.appeal_row(request.actor, appeal_id), UpholdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = perform(
            form,
            lambda: operations.uphold(row, proposal(form.given()), by=request.actor, key=key(request)),
        )
        if done is not None:
            messages.success(request, _("قُبل الاعتراض وصدر قرار جديد. القراران محفوظان."))
            return redirect(f"{_base(request)}{appeal_id}/")
    return _shown(request, appeal_id, uphold=form)


@desk(Permission.DECIDE_APPEAL)
def dismissal(request: Request, appeal_id: UUID) -> HttpResponse:
    row, form = (
        queries.appeal_row(request.actor, appeal_id),
        DismissForm(request.POST or None, auto_id="dismiss_%s"),
    )
    if request.method == "POST" and form.is_valid():
        done = perform(
            form,
            lambda: operations.dismiss(row, form.cleaned_data["words"], by=request.actor, key=key(request)),
        )
        if done is not None:
            messages.success(request, _("سُجّل الجواب، وبقي القرار على حاله."))
            return redirect(f"{_base(request)}{appeal_id}/")
    return _shown(request, appeal_id, dismiss=form)


def _shown(
    request: Request,
    appeal_id: UUID,
    *,
    assign: AssignForm | None = None,
    uphold: UpholdForm | None = None,
    dismiss: DismissForm | None = None,
) -> HttpResponse:
    by = request.actor
    row = queries.appeal_row(by, appeal_id)
    reading.note(by, row.support_request)
    view = queries.appeal(by, appeal_id)
    waits = not view.row.outcome
    seats = frozenset({by.id} if view.mine and by.id else ())
    hears = waits and can(by, Permission.DECIDE_APPEAL, Facts(seats=seats))
    context = {
        "view": view,
        "assign": (assign or AssignForm(view=view)) if waits and can(by, Permission.ASSIGN_APPEAL) else None,
        "uphold": (uphold or UpholdForm()) if hears else None,
        "dismiss": (dismiss or DismissForm(auto_id="dismiss_%s")) if hears else None,
        "base": _base(request),
        "desk": _desk(request),
        "key": fresh_key(),
    }
    broken = any(form is not None and form.errors for form in (assign, uphold, dismiss))
    return render(request, "desk/appeals/appeal.html", context, status=422 if broken else 200)


def _desk(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/"


def _base(request: Request) -> str:
    return f"{_desk(request)}appeals/"


urlpatterns = [
    path("appeals/", index, name="appeals"),
    path("appeals/<uuid:appeal_id>/", appeal, name="appeal"),
    path("appeals/<uuid:appeal_id>/assignment/", assignment, name="appeal_assignment"),
    path("appeals/<uuid:appeal_id>/upholding/", upholding, name="appeal_upholding"),
    path("appeals/<uuid:appeal_id>/dismissal/", dismissal, name="appeal_dismissal"),
    path("cases/<uuid:case_id>/objection/", new, name="appeal_new"),
]
