"""The committee's sittings: opened, recorded on one page, confirmed by its members, printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors import paper
from silah.doors.desk import committee, lists
from silah.doors.desk.minutes_paper import letter
from silah.doors.desk.sheets import Cell
from silah.doors.desk.sitting_form import RecordingForm
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Facts, Permission, can
from silah.foundation.files import operations as files
from silah.foundation.journal import reading
from silah.foundation.kernel.money import riyals
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Page, Place
from silah.foundation.ui import forms
from silah.foundation.ui.letters import print_letter
from silah.journey.decisions import operations, queries
from silah.journey.decisions.queries import SittingRow, SittingView
from silah.policy import queries as policy


class OpenForm(forms.Form):
    held_at = forms.MomentField(label=gettext_lazy("يوم الجلسة وساعتها"))
    place = forms.TextField(label=gettext_lazy("مكان الجلسة"), required=False)
    budget = forms.MoneyField(label=gettext_lazy("المبلغ المتاح في هذه الجلسة"))


class ScanForm(forms.Form):
    signers = forms.ManyField(label=gettext_lazy("من وقّع النسخة"))
    file = forms.FileField(label=gettext_lazy("المحضر الموقّع"))

    def __init__(self, *args: Any, view: SittingView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signers"].choices = [  # type: ignore[attr-defined]
            (str(each.membership_id), each.name)
            for each in view.attendance
            if each.state == "present" and each.confirmed_at is None
        ]


class SittingTools(lists.Tools):
    search = lists.SearchField(label=gettext_lazy("رقم المحضر"))
    state = forms.SelectField(
        label=gettext_lazy("الحال"),
        choices=[
            ("open", gettext_lazy("مفتوحة")),
            ("recorded", gettext_lazy("بانتظار المصادقة")),
            ("confirmed", gettext_lazy("محضرها مصادق عليه")),
        ],
    )
    sort = forms.SelectField(label=gettext_lazy("الترتيب"), choices=[("oldest", gettext_lazy("الأقدم أولًا"))])
    every = {"sort": gettext_lazy("الأحدث أولًا")}


COLUMNS = (
    gettext_lazy("اليوم"),
    gettext_lazy("رقم المحضر"),
    gettext_lazy("البنود"),
    gettext_lazy("القرارات"),
    gettext_lazy("المقرَّر بالريال"),
    gettext_lazy("المتاح بالريال"),
    gettext_lazy("الحال"),
)


@desk(Permission.CONFIRM_MINUTES)
def index(request: Request) -> HttpResponse:
    by, form = request.actor, SittingTools(request.GET)
    number = form.reference()
    if form.chosen("search") and not number:
        form.add_error("search", _("نرجو كتابة الرقم كاملًا."))
    reading.note_list(by, "sitting")

    def read(at: Place) -> Page[SittingRow]:
        return queries.sittings_page(
            by,
            number=number,
            state=form.chosen("state"),
            oldest_first=form.chosen("sort") == "oldest",
            at=at,
        )

    if lists.as_file(request):
        return lists.sheet("jalasat", COLUMNS, read, _cells)
    context = {
        "form": form,
        "committee": queries.committee(by),
        "management": queries.is_management(by),
        "waiting": queries.waiting(by),
        "may_open": can(by, Permission.RECORD_SITTING) and not queries.is_one_open(by),
        "may_keep": can(by, Permission.KEEP_COMMITTEE),
        "base": _base(request),
        **lists.shown(request, read),
    }
    return render(request, "desk/sittings/index.html", context, status=lists.status(form))


def _cells(row: SittingRow) -> tuple[Cell, ...]:
    return (
        row.held_at,
        row.number,
        row.items,
        row.decided,
        riyals(row.granted),
        riyals(row.budget),
        row.state_words,
    )


@desk(Permission.RECORD_SITTING)
def new(request: Request) -> HttpResponse:
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.open_sitting(
                by=request.actor,
                held_at=given["held_at"],
                budget=given["budget"],
                place=given["place"] or "",
                key=key(request),
            ),
        )
        if done is not None:
            return redirect(f"{_base(request)}{done.id}/")
    context = {"form": form, "waiting": queries.waiting(request.actor), "base": _base(request)}
    return render(request, "desk/sittings/new.html", _keyed(context), status=422 if form.errors else 200)


@desk(Permission.CONFIRM_MINUTES)
def sitting(request: Request, sitting_id: UUID) -> HttpResponse:
    row = queries.sitting_row(request.actor, sitting_id)
    reading.note(request.actor, row)
    return _shown(request, queries.sitting(request.actor, sitting_id))


@desk(Permission.RECORD_SITTING)
def recording(request: Request, sitting_id: UUID) -> HttpResponse:
    """The page posts to here; what was typed comes back whole if anything is refused."""
    if request.method != "POST":
        return redirect(f"{_base(request)}{sitting_id}/")
    view = queries.sitting(request.actor, sitting_id)
    form = _form(request, view, request.POST)
    if form.is_valid():
        row = queries.sitting_row(request.actor, sitting_id)
        done = perform(
            form,
            lambda: operations.record_sitting(
                row,
                by=request.actor,
                attendance=form.attendance(),
                unanimous=form.unanimous(),
                exceptions=form.exceptions(),
                expected_version=form.cleaned_data["version"],
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(
                request, _("سُجّلت الجلسة برقم %(number)s، وبقيت المصادقة.") % {"number": done.number}
            )
            return redirect(f"{_base(request)}{sitting_id}/")
    return _shown(request, view, record=form)


@desk(Permission.RECORD_SITTING)
def agenda(request: Request, sitting_id: UUID) -> HttpResponse:
    row = queries.sitting_row(request.actor, sitting_id)
    if request.method == "POST":
        operations.refresh_agenda(row, by=request.actor, key=key(request))
        messages.success(request, _("أُضيف ما استجد إلى جدول الأعمال."))
    return redirect(f"{_base(request)}{sitting_id}/")


@desk(Permission.RECORD_SITTING)
def cancellation(request: Request, sitting_id: UUID) -> HttpResponse:
    row = queries.sitting_row(request.actor, sitting_id)
    if request.method == "POST":
        operations.cancel_sitting(row, by=request.actor)
        messages.success(request, _("أُلغيت الجلسة، وعادت طلباتها إلى الانتظار."))
    return redirect(_base(request))


@desk(Permission.CONFIRM_MINUTES)
def confirmation(request: Request, sitting_id: UUID) -> HttpResponse:
    row = queries.sitting_row(request.actor, sitting_id)
    if request.method == "POST":
        seen = request.POST.get("minutes_version", "")
        done = operations.confirm_minutes(
            row,
            by=request.actor,
            minutes_version=int(seen) if seen.isdecimal() else 0,
            key=key(request),
        )
        said = (
            _("سُجّلت مصادقتك، واكتملت المصادقة على المحضر.")
            if done.confirmed_at and row.confirmed_at is None
            else _("سُجّلت مصادقتك على المحضر.")
        )
        messages.success(request, said)
    return redirect(f"{_base(request)}{sitting_id}/")


@desk(Permission.RECORD_SITTING)
def scan(request: Request, sitting_id: UUID) -> HttpResponse:
    by, view = request.actor, queries.sitting(request.actor, sitting_id)
    form = ScanForm(request.POST or None, request.FILES or None, view=view)
    if request.method == "POST" and form.is_valid():
        given, row = form.cleaned_data, queries.sitting_row(by, sitting_id)
        signers = [organisations.member_row(by, UUID(each)) for each in given["signers"]]

        def attach() -> object:
            kept = files.store(given["file"], by=by, kind="signed_minutes", purpose="minutes")
            return operations.attach_signed_minutes(row, kept.id, signers, by=by, key=key(request))

        if perform(form, attach) is not None:
            messages.success(request, _("حُفظ المحضر الموقّع."))
            return redirect(f"{_base(request)}{sitting_id}/")
    return _shown(request, view, scan=form)


@desk(Permission.CONFIRM_MINUTES)
def minutes(request: Request, sitting_id: UUID) -> HttpResponse:
    by = request.actor
    reading.note(by, queries.sitting_row(by, sitting_id))
    view = queries.sitting(by, sitting_id)
    if view.recorded_at is None:
        return redirect(f"{_base(request)}{sitting_id}/")
    _version, pack = policy.current(by)
    content = print_letter(letter(view, pack, demo=paper.is_demo()))
    return paper.pdf(content, f"mahdar-{view.number.replace('/', '-')}.pdf")


def _shown(
    request: Request,
    view: SittingView,
    *,
    record: RecordingForm | None = None,
    scan: ScanForm | None = None,
) -> HttpResponse:
    """Open: the recording form. Recorded: what was decided, and what its confirmation still needs."""
    by, is_open = request.actor, view.recorded_at is None
    there = frozenset(each.membership_id for each in view.attendance if each.state == "present")
    confirmed = {each.membership_id for each in view.attendance if each.confirmed_at is not None}
    records = can(by, Permission.RECORD_SITTING)
    waits = not is_open and bool(there - confirmed)
    context = {
        "view": view,
        "record": (record or _form(request, view)) if is_open and records else None,
        "scan": (scan or ScanForm(view=view)) if waits and records else None,
        "may_confirm": waits
        and by.id not in confirmed
        and can(by, Permission.CONFIRM_MINUTES, Facts(seats=there)),
        "may_correct": can(by, Permission.CORRECT_DECISION),
        "base": _base(request),
        "desk": f"/{request.organisation.slug}/desk/",
    }
    broken = any(form is not None and form.errors for form in (record, scan))
    return render(request, "desk/sittings/sitting.html", _keyed(context), status=422 if broken else 200)


def _form(request: Request, view: SittingView, data: Any = None) -> RecordingForm:
    _version, pack = policy.current(request.actor)
    return RecordingForm(data, view=view, pack=pack)


def _keyed(context: dict[str, Any]) -> dict[str, Any]:
    return context | {"key": fresh_key()}


def _base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/sittings/"


urlpatterns = [
    path("sittings/", index, name="sittings"),
    path("sittings/new/", new, name="sitting_new"),
    *committee.urlpatterns,
    path("sittings/<uuid:sitting_id>/", sitting, name="sitting"),
    path("sittings/<uuid:sitting_id>/recording/", recording, name="sitting_recording"),
    path("sittings/<uuid:sitting_id>/agenda/", agenda, name="sitting_agenda"),
    path("sittings/<uuid:sitting_id>/cancellation/", cancellation, name="sitting_cancellation"),
    path("sittings/<uuid:sitting_id>/confirmation/", confirmation, name="sitting_confirmation"),
    path("sittings/<uuid:sitting_id>/scan/", scan, name="sitting_scan"),
    path("sittings/<uuid:sitting_id>/minutes/", minutes, name="sitting_minutes"),
]
