"""Matching: declared beside verified, many ticked at once, each difference on a page of its own."""

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
from silah.foundation.kernel.errors import NotFound
from silah.foundation.ui import forms
from silah.journey.requests import operations as request_operations
from silah.journey.requests import queries as requests
from silah.journey.requests.stages import Stage
from silah.journey.verification import operations, queries
from silah.journey.verification.queries import FieldRow, Sheet
from silah.journey.verification.words import MATCH, METHODS, RESOLUTIONS, RESULTS
from silah.people import queries as people


class ManyForm(forms.Form):
    """What matches what was declared, ticked together; `same` holds the fields that still wait."""

    same = forms.ManyField(label=gettext_lazy("ما طابق المصرَّح به"))
    method = forms.SelectField(label=gettext_lazy("كيف جرت المطابقة؟"), choices=list(METHODS.items()))

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = [row for row in sheet.fields if row.open and not row.differs and not row.sealed]
        self.fields["same"].choices = [  # type: ignore[attr-defined]
            (mark(row), f"{row.label} {row.declared}") for row in waiting
        ]


class FieldForm(forms.Form):
    result = forms.ChoiceField(label=gettext_lazy("النتيجة"), choices=list(RESULTS.items()))
    verified = forms.TextField(
        label=gettext_lazy("كما ثبت بالاطلاع"),
        help_text=gettext_lazy("تُكتب القيمة عند الاختلاف، ولا تغيّر ما صرّح به صاحب الطلب."),
        required=False,
    )
    method = forms.SelectField(label=gettext_lazy("كيف جرت المطابقة؟"), choices=list(METHODS.items()))
    at = forms.MomentField(label=gettext_lazy("متى كانت؟ (إن لم تكن الآن)"), required=False)


class SettleForm(forms.Form):
    how = forms.SelectField(label=gettext_lazy("كيف حُسم الفرق؟"), choices=list(RESOLUTIONS.items()))


class TruthForm(forms.Form):
    data_checked = forms.CheckField(label=gettext_lazy("راجعت البيانات كلها وتأكدت من صحتها"))
    responsibility_explained = forms.CheckField(
        label=gettext_lazy("شرحت لصاحب الطلب أنه مسؤول مسؤولية مباشرة عن صحة ما قدّمه")
    )


def mark(row: FieldRow) -> str:
    """Which field, of whom, and the comparison that stood when the page was drawn."""
    return f"{row.field}|{row.party_id or ''}|{row.version}"


@desk(Permission.MATCH_ITEM)
def matching(request: Request, case_id: UUID) -> HttpResponse:
    by = request.actor
    row = requests.case_row(by, case_id)
    form = ManyForm(request.POST or None, sheet=queries.sheet(by, row))

    def all_of_them() -> Any:
        for each in form.cleaned_data["same"]:
            field, party, version = each.split("|")
            operations.match_field(
                row,
                field,
                by=by,
                method=form.cleaned_data["method"],
                result=MATCH,
                party=people.party_row(by, UUID(party)) if party else None,
                expected_version=int(version),
            )
        return row

    if form.is_valid() and perform(form, all_of_them) is not None:
        messages.success(request, _("حُفظت المطابقة."))
        return redirect(_here(request, case_id))
    return _page(request, case_id, many=form)


@desk(Permission.MATCH_ITEM)
def field(request: Request, case_id: UUID, field_id: str) -> HttpResponse:
    """One comparison with all it may need; a newer one keeps the older."""
    by = request.actor
    row = requests.case_row(by, case_id)
    party = _party(request)
    told = queries.sheet(by, row).field(field_id, party.id if party else None)
    if told is None or told.sealed:
        raise NotFound()
    form = FieldForm(request.POST or None)

    def matched() -> Any:
        given = form.cleaned_data
        return operations.match_field(
            row,
            field_id,
            by=by,
            method=given["method"],
            result=given["result"],
            verified=given["verified"] or "",
            party=party,
            expected_version=_version(request, told.version),
            at=given["at"],
            key=key(request),
        )

    if form.is_valid() and perform(form, matched) is not None:
        messages.success(request, _("حُفظت المطابقة."))
        return redirect(_here(request, case_id))
    return _field_page(request, case_id, told, form, SettleForm())


@desk(Permission.MATCH_ITEM)
def settlement(request: Request, case_id: UUID, match_id: UUID) -> HttpResponse:
    by = request.actor
    row = requests.case_row(by, case_id)
    match = queries.match_row(by, match_id)
    if match is None or match.support_request_id != row.id:
        raise NotFound()
    told = queries.sheet(by, row).field(match.field, match.party_id)
    if told is None or told.sealed:
        raise NotFound()
    form = SettleForm(request.POST or None)
    if form.is_valid():
        done = perform(
            form,
            lambda: operations.resolve_mismatch(
                match,
                by=by,
                how=form.cleaned_data["how"],
                expected_version=_version(request, match.version),
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("حُسم الفرق."))
            return redirect(_here(request, case_id))
    return _field_page(request, case_id, told, FieldForm(), form)


@desk(Permission.MATCH_ITEM)
def acceptance(request: Request, case_id: UUID, item_id: UUID) -> HttpResponse:
    item = requests.item_row(request.actor, item_id)
    if request.method == "POST":
        request_operations.accept_item(item, by=request.actor, key=key(request))
        messages.success(request, _("قُبلت الورقة."))
    return redirect(_here(request, case_id))


@desk(Permission.MATCH_ITEM)
def truth(request: Request, case_id: UUID) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    form = TruthForm(request.POST or None)
    if form.is_valid():
        done = perform(
            form,
            lambda: operations.confirm_truth(row, by=request.actor, key=key(request), **form.cleaned_data),
        )
        if done is not None:
            messages.success(request, _("سُجّل التأكيد."))
            return redirect(_here(request, case_id))
    return _page(request, case_id, truth=form)


@desk(Permission.MATCH_ITEM)
def finish(request: Request, case_id: UUID) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = perform(form, lambda: operations.finish_matching(row, by=request.actor, key=key(request)))
        if done is not None:
            messages.success(request, _("اكتملت المطابقة، وانتقل الطلب إلى دراسة الحالة."))
            return redirect(f"/{request.organisation.slug}/desk/cases/{case_id}/")
        return _page(request, case_id, finish=form)
    return redirect(_here(request, case_id))


def _page(
    request: Request,
    case_id: UUID,
    *,
    many: ManyForm | None = None,
    truth: TruthForm | None = None,
    finish: forms.Form | None = None,
) -> HttpResponse:
    by = request.actor
    row = requests.case_row(by, case_id)
    reading.note(by, row)
    view, sheet = requests.case(by, case_id), queries.sheet(by, row)
    context = {
        "case": view,
        "sheet": sheet,
        "open": view.stage in operations.MATCHING_STAGES,
        "complete": view.stage == Stage.COMPLETE,
        "many": many or ManyForm(sheet=sheet),
        "truth": truth or TruthForm(),
        "finish": finish or forms.Form(),
        "here": _here(request, case_id),
        "case_url": f"/{request.organisation.slug}/desk/cases/{case_id}/",
        "key": fresh_key(),
    }
    broken = any(form is not None and form.errors for form in (many, truth, finish))
    return render(request, "desk/matching/sheet.html", context, status=422 if broken else 200)


def _field_page(
    request: Request, case_id: UUID, told: FieldRow, form: FieldForm, settle: SettleForm
) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    reading.note(request.actor, row)
    context = {
        "case": requests.case(request.actor, case_id),
        "row": told,
        "form": form,
        "settle": settle,
        "here": _here(request, case_id),
        "key": fresh_key(),
    }
    broken = form.errors or settle.errors
    return render(request, "desk/matching/field.html", context, status=422 if broken else 200)


def _party(request: Request) -> Any:
    text = request.GET.get("party", "")
    try:
        return people.party_row(request.actor, UUID(text)) if text else None
    except ValueError:
        raise NotFound() from None


def _version(request: Request, fallback: int) -> int:
    text = request.POST.get("_version", "")
    return int(text) if text.isascii() and text.isdigit() else fallback


def _here(request: Request, case_id: UUID) -> str:
    return f"/{request.organisation.slug}/desk/cases/{case_id}/matching/"


urlpatterns = [
    path("cases/<uuid:case_id>/matching/", matching, name="matching"),
    path("cases/<uuid:case_id>/matching/finish/", finish, name="matching_finish"),
    path("cases/<uuid:case_id>/matching/truth/", truth, name="matching_truth"),
    path("cases/<uuid:case_id>/matching/fields/<slug:field_id>/", field, name="matching_field"),
    path(
        "cases/<uuid:case_id>/matching/differences/<uuid:match_id>/", settlement, name="matching_settlement"
    ),
    path("cases/<uuid:case_id>/matching/papers/<uuid:item_id>/", acceptance, name="matching_acceptance"),
]
