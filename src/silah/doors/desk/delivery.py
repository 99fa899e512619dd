"""Accepted and not delivered: the list, one delivery, and the step it waits for."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import delivery_accounts, delivery_acts, delivery_papers, lists
from silah.doors.desk.sheets import Cell
from silah.doors.entry import desk
from silah.doors.request import Request
from silah.foundation.access import Permission, can
from silah.foundation.journal import reading
from silah.foundation.kernel.money import riyals
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Page, Place
from silah.foundation.ui import forms
from silah.journey.delivery import queries, words
from silah.journey.delivery.queries import DeliveryView
from silah.policy import queries as policy

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


class DeliveryTools(lists.Tools):
    search = lists.SearchField(label=gettext_lazy("اسم، أو رقم الطلب أو الأمر"))
    service = forms.SelectField(label=gettext_lazy("الخدمة"))
    owner = forms.SelectField(label=gettext_lazy("المسؤول"))
    sort = forms.SelectField(
        label=gettext_lazy("الترتيب"),
        choices=[
            ("newest", gettext_lazy("الأبعد موعدًا أولًا")),
            ("amount", gettext_lazy("الأكبر مبلغًا أولًا")),
        ],
    )
    every = {"sort": gettext_lazy("الأقرب موعدًا أولًا")}


@desk(Permission.VIEW_DELIVERIES)
def index(request: Request) -> HttpResponse:
    by, form, which = request.actor, DeliveryTools(request.GET), request.GET.get("which", "open")
    _version, pack = policy.current(by)
    form.offer("service", [(each.id, each.title) for each in pack.services])
    form.offer("owner", [(str(each.id), each.full_name) for each in organisations.members(by)])
    to, reference = form.people(by), form.reference()
    reading.note_list(by, "delivery")

    def read(at: Place) -> Page[DeliveryView]:
        owner = form.chosen("owner")
        return queries.listed(
            by,
            which=which,
            to=to,
            reference=reference,
            service=form.chosen("service"),
            owner=UUID(owner) if owner else None,
            sort=form.chosen("sort"),
            at=at,
        )

    if lists.as_file(request):
        return lists.sheet("taslim", EXPORTED, read, _cells)
    may_check = can(by, Permission.APPROVE_CONTACT_POINT)
    context = {
        "form": form,
        "columns": COLUMNS,
        "states": words.STATES,
        "tones": words.TONES,
        "tabs": _tabs(which, queries.counts(by)),
        "accounts": queries.accounts_to_approve(by) if may_check else [],
        "base": delivery_acts.base(request),
        "which": which,
        **lists.shown(request, read, tabs=("which",)),
    }
    return render(request, "desk/delivery/index.html", context, status=lists.status(form))


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


def _cells(row: DeliveryView) -> tuple[Cell, ...]:
    return (
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
