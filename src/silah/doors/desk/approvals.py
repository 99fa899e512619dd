"""Management's way: what waits for whom, one request with its whole chain, and who stands in for whom."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors import paper
from silah.doors.desk import lists
from silah.doors.desk.approval_paper import letter
from silah.doors.desk.sheets import Cell, workbook
from silah.doors.desk.sitting_form import proposal
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Actor, Permission, Role, can
from silah.foundation.journal import reading
from silah.foundation.organisations import queries as organisations
from silah.foundation.ui import forms
from silah.foundation.ui.letters import print_letter
from silah.journey.decisions import operations, queries
from silah.journey.decisions.operations.parts import OF_RECOMMENDATION
from silah.journey.decisions.queries import ApprovalRow, ApprovalView
from silah.journey.decisions.words import DELEGATION_REASONS, OUTCOMES
from silah.journey.requests import queries as requests
from silah.policy import queries as policy


class ApproveForm(forms.Form):
    outcome = forms.ChoiceField(label=gettext_lazy("القرار"), choices=list(OUTCOMES.items()))
    amount = forms.MoneyField(label=gettext_lazy("المبلغ (لكل دفعة)"), required=False)
    months = forms.CountField(label=gettext_lazy("المدة بالأشهر"), most=60, required=False)
    reasons = forms.ManyField(label=gettext_lazy("سبب الاعتذار أو القبول الجزئي"), required=False)
    words = forms.TextField(
        label=gettext_lazy("بيان السبب لصاحب الطلب"),
        help_text=gettext_lazy("يلزم إذا خالف القرار توصية الدراسة."),
        long=True,
        required=False,
    )

    def __init__(self, *args: Any, view: ApprovalView, by: Actor, **kwargs: Any) -> None:
        """Begins as the study recommends."""
        super().__init__(*args, **kwargs)
        pack = policy.pack_of(requests.case_row(by, view.case_id).policy_version_id)
        reasons = pack.service(view.service_id).reasons
        self.fields["reasons"].choices = [(each.id, each.label) for each in reasons]  # type: ignore[attr-defined]
        if view.recommendation:
            self.initial.update(
                outcome=OF_RECOMMENDATION[view.recommendation],
                amount=view.amount,
                months=view.months,
                reasons=[view.reason] if view.reason else [],
            )


class DelegateForm(forms.Form):
    step = forms.SelectField(label=gettext_lazy("الخطوة"))
    receiver = forms.SelectField(label=gettext_lazy("المفوَّض إليه"))
    limit = forms.MoneyField(label=gettext_lazy("حد التفويض"))
    starts_on = forms.DayField(label=gettext_lazy("من يوم"))
    ends_on = forms.DayField(label=gettext_lazy("إلى يوم"))
    reason = forms.SelectField(label=gettext_lazy("السبب"), choices=list(DELEGATION_REASONS.items()))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [step for step, _name, holder in queries.seats(by) if holder == by.id]
        managers = [each for each in organisations.members(by, role=Role.MANAGER) if each.id != by.id]
        ask = ("", _("الاختيار من القائمة"))
        self.holds = bool(mine)
        self.fields["step"].choices = [ask, *((s.id, s.title) for s in mine)]  # type: ignore[attr-defined]
        self.fields["receiver"].choices = [  # type: ignore[attr-defined]
            ask,
            *((str(each.id), each.full_name) for each in managers),
        ]


class SeatForm(forms.Form):
    step = forms.SelectField(label=gettext_lazy("الخطوة"))
    member = forms.SelectField(label=gettext_lazy("صاحبها"))
    named_by = forms.TextField(label=gettext_lazy("قرار التسمية"))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask = ("", _("الاختيار من القائمة"))
        steps = queries.seats(by)
        roles = {step.role for step, _name, _holder in steps}
        people = [each for each in organisations.members(by) if roles & set(each.roles)]
        self.fields["step"].choices = [ask, *((s.id, s.title) for s, _n, _h in steps)]  # type: ignore[attr-defined]
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            ask,
            *((str(each.id), each.full_name) for each in people),
        ]


class QueueTools(lists.Tools):
    search = lists.SearchField(label=gettext_lazy("اسم أو رقم"))
    service = forms.SelectField(label=gettext_lazy("الخدمة"))
    sort = forms.SelectField(
        label=gettext_lazy("الترتيب"), choices=[("ceiling", gettext_lazy("الأقرب إلى آخر موعده"))]
    )
    every = {"sort": gettext_lazy("الأقدم اكتمالًا")}


COLUMNS = (
    gettext_lazy("الطلب"),
    gettext_lazy("صاحبه"),
    gettext_lazy("الخدمة"),
    gettext_lazy("التوصية"),
    gettext_lazy("عند"),
    gettext_lazy("بانتظار قرارك"),
    gettext_lazy("آخر موعد للرد"),
)


@desk(Permission.DECIDE_AS_MANAGEMENT)
def index(request: Request) -> HttpResponse:
    """The whole queue: it holds what waits today, and whose turn it is no query can tell by itself."""
    by, form = request.actor, QueueTools(request.GET)
    _version, pack = policy.current(by)
    form.offer("service", [(each.id, each.title) for each in pack.services])
    to, reference = form.people(by), form.reference()
    reading.note_list(by, "approval")
    rows = queries.queue(by, to=to, reference=reference, service=form.chosen("service"))
    if form.chosen("sort"):
        rows.sort(key=lambda row: (row.ceiling_on or date.max, row.reference))
    if lists.as_file(request):
        return workbook("iatimadat", COLUMNS, (_cells(row) for row in rows))
    chosen = bool(lists.kept(request))
    context = {
        "form": form,
        "rows": [row for row in rows if row.mine],
        "others": [row for row in rows if not row.mine],
        "management": queries.is_management(by),
        "may_delegate": can(by, Permission.DELEGATE),
        "export_url": lists.address(request, export="1"),
        "clear_url": "?" if chosen else None,
        "base": _base(request),
    }
    return render(request, "desk/approvals/index.html", context, status=lists.status(form))


def _cells(row: ApprovalRow) -> tuple[Cell, ...]:
    return (
        row.reference,
        row.applicant,
        row.service,
        row.recommended,
        row.step,
        _("نعم") if row.mine else _("لا"),
        row.ceiling_on,
    )


@desk(Permission.DECIDE_AS_MANAGEMENT)
def approval(request: Request, case_id: UUID) -> HttpResponse:
    """The form posts to this very page; the operation refuses whoever's turn it is not."""
    by = request.actor
    row = requests.case_row(by, case_id)
    reading.note(by, row)
    view = queries.approval(by, case_id)
    form = ApproveForm(request.POST or None, view=view, by=by)
    if request.method == "POST" and form.is_valid():
        done = perform(
            form,
            lambda: operations.approve(row, proposal(form.cleaned_data), by=by, key=key(request)),
        )
        if done is not None:
            settled = done.decision_id is not None
            said = _("صدر القرار.") if settled else _("أُجيز الطلب ورُفع إلى صاحب الصلاحية التالي.")
            messages.success(request, said)
            return redirect(f"{_base(request)}{case_id}/")
    shown = form if (view.my_turn and not view.unsigned) or form.errors else None
    context = {
        "view": view,
        "form": shown,
        "may_correct": can(by, Permission.CORRECT_DECISION),
        "base": _base(request),
        "desk": f"/{request.organisation.slug}/desk/",
        "key": fresh_key(),
    }
    return render(request, "desk/approvals/approval.html", context, status=422 if form.errors else 200)


@desk(Permission.DECIDE_AS_MANAGEMENT)
def printed(request: Request, case_id: UUID) -> HttpResponse:
    by = request.actor
    row = requests.case_row(by, case_id)
    reading.note(by, row)
    view, decided = queries.approval(by, case_id), queries.decisions_of(by, case_id)
    taken = [each for each in decided if each.body == "management" and each.stands]
    if not taken:
        return redirect(f"{_base(request)}{case_id}/")
    pack = policy.pack_of(row.policy_version_id)
    content = print_letter(letter(view, taken[-1], pack, demo=paper.is_demo()))
    return paper.pdf(content, f"itimad-{view.reference.replace('/', '-')}.pdf")


@desk(Permission.DELEGATE)
def delegations(request: Request) -> HttpResponse:
    by = request.actor
    form = DelegateForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.delegate(
                organisations.member_row(by, UUID(given["receiver"])),
                given["step"],
                by=by,
                limit=given["limit"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                reason=given["reason"],
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("سُجّل التفويض."))
            return redirect(f"{_base(request)}delegations/")
    context = {
        "form": form,
        "rows": queries.delegations(by),
        "holds": form.holds,
        "me": by.id,
        "base": _base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/approvals/delegations.html", context, status=422 if form.errors else 200)


@desk(Permission.DELEGATE)
def delegation_end(request: Request, delegation_id: UUID) -> HttpResponse:
    row = queries.delegation_row(request.actor, delegation_id)
    if request.method == "POST":
        operations.end_delegation(row, by=request.actor, key=key(request))
        messages.success(request, _("انتهى التفويض."))
    return redirect(f"{_base(request)}delegations/")


@desk(Permission.KEEP_COMMITTEE)
def seats(request: Request) -> HttpResponse:
    by = request.actor
    form = SeatForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.seat_approver(
                organisations.member_row(by, UUID(given["member"])),
                given["step"],
                by=by,
                named_by=given["named_by"],
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("سُمّي صاحب الخطوة."))
            return redirect(f"{_base(request)}seats/")
    context = {"form": form, "rows": queries.seats(by), "key": fresh_key()}
    return render(request, "desk/approvals/seats.html", context, status=422 if form.errors else 200)


def _base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/approvals/"


urlpatterns = [
    path("approvals/", index, name="approvals"),
    path("approvals/delegations/", delegations, name="delegations"),
    path("approvals/delegations/<uuid:delegation_id>/end/", delegation_end, name="delegation_end"),
    path("approvals/seats/", seats, name="approver_seats"),
    path("approvals/<uuid:case_id>/", approval, name="approval"),
    path("approvals/<uuid:case_id>/paper/", printed, name="approval_paper"),
]
