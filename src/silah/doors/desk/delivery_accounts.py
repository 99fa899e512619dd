"""The account money goes to: typed by one employee before the original, confirmed by another."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silah.doors.desk.delivery_forms import AccountForm
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Facts, Permission, can
from silah.foundation.journal import reading
from silah.journey.delivery import operations, queries


@desk(Permission.CHANGE_CONTACT_POINT)
def propose(request: Request, delivery_id: UUID) -> HttpResponse:
    by = request.actor
    view = queries.delivery(by, delivery_id)
    party = queries.receiver(by, delivery_id)
    reading.note(by, party)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.propose_account(
                party,
                given["iban"],
                given["owner_name"],
                by=by,
                original_seen=bool(given["original_seen"]),
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("سُجّل رقم الحساب، وينتظر تأكيد موظف ثانٍ."))
            return redirect(f"{_base(request)}{delivery_id}/")
    context = {
        "form": form,
        "each": view,
        "known": queries.account_of(by, view.applicant_id),
        "back": f"{_base(request)}{delivery_id}/",
        "key": fresh_key(),
    }
    return render(request, "desk/delivery/account.html", context, status=422 if form.errors else 200)


@desk(Permission.APPROVE_CONTACT_POINT)
def check(request: Request, account_id: UUID) -> HttpResponse:
    by = request.actor
    row = queries.account_row(by, account_id)
    reading.note_part(by, row.party, "account")
    view = queries.account(by, account_id)
    facts = Facts(first_hands=frozenset({view.proposed_by_id}))
    context = {
        "account": view,
        "may": can(by, Permission.APPROVE_CONTACT_POINT, facts),
        "here": f"{_base(request)}accounts/{account_id}/",
        "back": _base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/delivery/account_check.html", context)


@require_POST
@desk(Permission.APPROVE_CONTACT_POINT)
def confirm(request: Request, account_id: UUID) -> HttpResponse:
    row = queries.account_row(request.actor, account_id)
    operations.approve_account(row, by=request.actor, key=key(request))
    messages.success(request, _("أُكّد رقم الحساب."))
    return redirect(_base(request))


@require_POST
@desk(Permission.APPROVE_CONTACT_POINT)
def decline(request: Request, account_id: UUID) -> HttpResponse:
    row = queries.account_row(request.actor, account_id)
    operations.decline_account(row, by=request.actor, key=key(request))
    messages.success(request, _("لم يُؤكَّد رقم الحساب، ولن يُستعمل."))
    return redirect(_base(request))


def _base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/delivery/"


urlpatterns = [
    path("delivery/<uuid:delivery_id>/account/", propose, name="delivery_account"),
    path("delivery/accounts/<uuid:account_id>/", check, name="delivery_account_check"),
    path("delivery/accounts/<uuid:account_id>/confirmation/", confirm, name="delivery_account_confirm"),
    path("delivery/accounts/<uuid:account_id>/refusal/", decline, name="delivery_account_decline"),
]
