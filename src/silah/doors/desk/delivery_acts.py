"""One delivery's page and its steps: each step's form stands there only while it may be taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from silah.doors.desk import delivery_forms as typed
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Actor, Permission, can
from silah.foundation.files import operations as files
from silah.foundation.journal import reading
from silah.foundation.kernel import money
from silah.foundation.organisations import queries as organisations
from silah.foundation.ui import filters, forms
from silah.journey.delivery import operations, queries, words
from silah.journey.delivery.queries import DeliveryView

Forms = dict[str, typed.StepForm]
FORMS: dict[str, type[typed.StepForm]] = {
    "prepare": typed.PrepareForm,
    "approve": typed.ApproveForm,
    "send-back": typed.SendBackForm,
    "send": typed.SendForm,
    "hand-over": typed.HandForm,
    "prove": typed.ProofForm,
    "returned": typed.ReturnForm,
    "owner": typed.OwnerForm,
}
DONE = {
    "prepare": gettext_lazy("أُعدّ الأمر، وينتظر اعتماد شخص ثانٍ."),
    "approve": gettext_lazy("اعتُمد الأمر."),
    "send-back": gettext_lazy("أُعيد الأمر إلى الإعداد."),
    "send": gettext_lazy("سُجّل التنفيذ، وينتظر إثبات المستلم."),
    "hand-over": gettext_lazy("سُجّل التسليم باليد، وينتظر إثبات المستلم."),
    "prove": gettext_lazy("ثبت التسليم."),
    "returned": gettext_lazy("سُجّلت العودة، وفُتح التسليم من جديد."),
    "owner": gettext_lazy("انتقلت المتابعة."),
}


def page(request: Request, delivery_id: UUID, wrong: Forms | None = None) -> HttpResponse:
    by = request.actor
    row = queries.row(by, delivery_id)
    reading.note(by, row.support_request)
    view = queries.delivery(by, delivery_id)
    needs_account = (
        view.kind == "payment_order"
        and view.state in {"due", "returned"}
        and not queries.account_of(by, view.applicant_id)
    )
    context = {
        "each": view,
        "state": words.STATES[view.state],
        "tone": words.TONES[view.state],
        "next_step": next_step(view),
        "facts": told(view),
        "methods": words.METHODS,
        "offered": {**offered(by, view, needs_account), **(wrong or {})},
        "needs_account": needs_account,
        "may_account": view.kind == "payment_order" and can(by, Permission.CHANGE_CONTACT_POINT),
        "account_now": queries.account_of(by, view.applicant_id),
        "may_code": view.state == "sent" and "code" in view.proofs and can(by, Permission.PROVE_DELIVERY),
        "may_print": may_print(by),
        "base": base(request),
        "desk_base": f"/{request.organisation.slug}/desk/",
        "here": f"{base(request)}{delivery_id}/",
        "key": fresh_key(),
    }
    return render(request, "desk/delivery/delivery.html", context, status=422 if wrong else 200)


def next_step(view: DeliveryView) -> str:
    if view.kind == "hand_over" and view.state in {"due", "returned"}:
        return str(words.NEXT_IN_HAND)
    return str(words.NEXT.get(view.state, ""))


def told(view: DeliveryView) -> list[tuple[str, Any]]:
    """What is known of it so far, in the order it came to be."""
    paper = _("رقم السند") if view.kind == "hand_over" else _("رقم الأمر")
    known: list[tuple[str, Any]] = [
        (_("المبلغ"), money.with_unit(view.amount)),
        (_("الطريقة"), str(words.KINDS[view.kind])),
        (_("الموعد"), filters.both_dates(view.due_on)),
        (_("المسؤول"), view.owner or _("بلا مسؤول")),
        (_("يُصرف إلى"), view.partner),
        (_("الحساب"), view.account and filters.ltr(view.account)),
        (paper, view.reference and filters.ltr(view.reference)),
        (_("أعدّه"), view.prepared_by),
        (_("اعتمده"), view.approved_by),
        (_("نُفّذ"), view.sent_at and filters.moment(view.sent_at)),
        (_("رقم الحوالة"), view.bank_reference and filters.ltr(view.bank_reference)),
    ]
    return [(label, value) for label, value in known if value]


def offered(by: Actor, view: DeliveryView, needs_account: bool) -> Forms:
    """The steps open to this person now."""
    prepares, proves = can(by, Permission.PREPARE_DELIVERY), can(by, Permission.PROVE_DELIVERY)
    waits = view.state in {"due", "returned"}
    facts = operations.approval_facts(queries.row(by, view.id), by=by)
    approves = view.state == "prepared" and can(by, Permission.APPROVE_DELIVERY, facts)
    open_now = {
        "prepare": waits and prepares and view.kind != "hand_over" and not needs_account,
        "hand-over": waits and prepares and view.kind == "hand_over",
        "approve": approves,
        "send-back": approves,
        "send": view.state == "approved" and prepares,
        "prove": view.state == "sent" and proves,
        "returned": view.state in {"sent", "delivered"} and prepares,
        "owner": view.is_open and can(by, Permission.HAND_ON_DELIVERY),
    }
    return {name: FORMS[name](by=by, about=view) for name, is_open in open_now.items() if is_open}


@require_POST
@desk(Permission.VIEW_DELIVERIES)
def act(request: Request, delivery_id: UUID, step: str) -> HttpResponse:
    by = request.actor
    view = queries.delivery(by, delivery_id)
    form = FORMS[step](request.POST, request.FILES, by=by, about=view)
    if form.is_valid():
        done = perform(form, lambda: _take(request, step, delivery_id, form))
        if done is not None:
            messages.success(request, str(DONE[step]))
            return redirect(f"{base(request)}{delivery_id}/")
    return page(request, delivery_id, {step: form})


def _take(request: Request, step: str, delivery_id: UUID, form: typed.StepForm) -> Any:
    by, given = request.actor, form.cleaned_data
    row = queries.row(by, delivery_id)
    how: dict[str, Any] = {"by": by, "expected_version": _version(request), "key": key(request)}
    if "at" in given:
        how["at"] = given["at"] or None
    verbs: dict[str, Callable[[], Any]] = {
        "prepare": lambda: operations.prepare(row, partner=given.get("partner", ""), **how),
        "approve": lambda: operations.approve(row, **how),
        "send-back": lambda: operations.send_back(row, given["reason"], **how),
        "send": lambda: operations.send(row, bank_reference=given["bank_reference"] or "", **how),
        "hand-over": lambda: operations.hand_over(row, lacking=_lacking(form), **how),
        "prove": lambda: _prove(row, form, by, how),
        "returned": lambda: operations.record_returned(row, given["reason"], **how),
        "owner": lambda: operations.hand_on(row, organisations.member_row(by, UUID(given["owner"])), **how),
    }
    return verbs[step]()


def _prove(row: Any, form: forms.Form, by: Actor, how: dict[str, Any]) -> Any:
    given = form.cleaned_data
    file_id = None
    if given["method"] == "signature" and given["file"]:
        kept = files.store(
            given["file"],
            by=by,
            kind="delivery_receipt",
            purpose="proof",
            owner_id=row.support_request.applicant_id,
        )
        file_id = kept.id
    witness = organisations.member_row(by, UUID(given["witness"])) if given["witness"] else None
    return operations.prove(
        row, given["method"], code=given["code"] or "", file_id=file_id, witness=witness, **how
    )


def _lacking(form: typed.StepForm) -> tuple[str, ...]:
    return form.lacking() if isinstance(form, typed.HandForm) else ()


def _version(request: Request) -> int:
    """A form that lost its version is taken for an old one."""
    sent = request.POST.get("_version", "")
    return int(sent) if sent.isascii() and sent.isdigit() else 0


@require_POST
@desk(Permission.PROVE_DELIVERY)
def code(request: Request, delivery_id: UUID) -> HttpResponse:
    row = queries.row(request.actor, delivery_id)
    operations.issue_code(row, by=request.actor, key=key(request))
    messages.success(request, _("أُرسل الرمز إلى جوال المستلم. يُكتب هنا كما يقرؤه."))
    return redirect(f"{base(request)}{delivery_id}/")


def may_print(by: Actor) -> bool:
    return can(by, Permission.PREPARE_DELIVERY) or can(by, Permission.APPROVE_DELIVERY)


def base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/delivery/"


urlpatterns = [
    path("delivery/<uuid:delivery_id>/code/", code, name="delivery_code"),
    *(
        path(
            f"delivery/<uuid:delivery_id>/{step}/",
            act,
            {"step": step},
            name=f"delivery_{step.replace('-', '_')}",
        )
        for step in FORMS
    ),
]
