"""Accepted and not delivered: the list, one delivery, and the step it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import delivery_accounts, delivery_acts, delivery_papers
from silah.doors.desk.delivery_forms import ListForm
from silah.doors.desk.sheets import Cell, workbook
from silah.doors.entry import desk
from silah.doors.request import Request
from silah.foundation.access import Permission, can
from silah.foundation.journal import reading
from silah.foundation.kernel.money import riyals
from silah.journey.delivery import queries, words
from silah.journey.delivery.queries import DeliveryView

PAGE = 50
COLUMNS = (
    gettext_lazy("الطلب"),
    gettext_lazy("المستلم"),
    gettext_lazy("الخدمة"),
    gettext_lazy("المبلغ"),
    gettext_lazy("الموعد"),
    gettext_lazy("الحالة"),
    gettext_lazy("المسؤول"),
)
EXPORTED = (
    *COLUMNS,
    gettext_lazy("الدفعة"),
    gettext_lazy("متأخر"),
    gettext_lazy("رقم الأمر"),
    gettext_lazy("يوم الاستلام"),
    gettext_lazy("طريقة الإثبات"),
)


@desk(Permission.VIEW_DELIVERIES)
def index(request: Request) -> HttpResponse:
    by = request.actor
    form = ListForm(request.GET)
    text = (form.is_valid() and form.cleaned_data["search"]) or ""
    which = request.GET.get("which", "open")
    reading.note_list(by, "delivery")
    if "export" in request.GET:
        rows = queries.undelivered(by, which=which, text=text, limit=None)
        return workbook("taslim", EXPORTED, _exported(rows))
    rows = queries.undelivered(by, which=which, text=text, limit=PAGE + 1, after=_after(request))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    may_check = can(by, Permission.APPROVE_CONTACT_POINT)
    context = {
        "form": form,
        "rows": rows,
        "columns": COLUMNS,
        "states": words.STATES,
        "tones": words.TONES,
        "tabs": _tabs(which, queries.counts(by)),
        "accounts": queries.accounts_to_approve(by) if may_check else [],
        "next_url": _with(request, after=f"{rows[-1].due_on}_{rows[-1].id}") if more else None,
        "export_url": _with(request, export="1"),
        "base": delivery_acts.base(request),
        "which": which,
        "searching": bool(text),
    }
    return render(request, "desk/delivery/index.html", context)


@desk(Permission.VIEW_DELIVERIES)
def detail(request: Request, delivery_id: UUID) -> HttpResponse:
    return delivery_acts.page(request, delivery_id)


def _tabs(which: str, counts: dict[str, int]) -> list[tuple[str, str, bool, int | None]]:
    names = {
        "open": _("لم تُسلَّم بعد"),
        "late": _("فات موعدها"),
        "mine": _("مسؤوليتي"),
        "to_approve": _("بانتظار الاعتماد"),
        "to_prove": _("بانتظار الإثبات"),
        "delivered": _("سُلّمت"),
    }
    return [
        (label, f"?which={name}", name == (which if which in names else "open"), counts.get(name))
        for name, label in names.items()
    ]


def _after(request: Request) -> tuple[date, UUID] | None:
    """A worn or invented place in the list begins it anew."""
    day, _mark, row_id = request.GET.get("after", "").partition("_")
    try:
        return date.fromisoformat(day), UUID(row_id)
    except ValueError:
        return None


def _with(request: Request, **more: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name not in {"after", "export"} and value}
    return "?" + urlencode({**kept, **more})


def _exported(rows: list[DeliveryView]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        yield (
            row.case_reference,
            row.applicant,
            row.service,
            riyals(row.amount),
            row.due_on,
            words.STATES[row.state],
            row.owner or _("بلا مسؤول"),
            _("%(n)s من %(all)s") % {"n": row.number, "all": row.times},
            _("نعم") if row.late else _("لا"),
            row.reference,
            row.delivered_at,
            words.METHODS_SHORT[row.proof] if row.proof else "",
        )


urlpatterns = [
    path("delivery/", index, name="deliveries"),
    path("delivery/<uuid:delivery_id>/", detail, name="delivery"),
    *delivery_acts.urlpatterns,
    *delivery_accounts.urlpatterns,
    *delivery_papers.urlpatterns,
]
