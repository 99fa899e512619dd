"""Replies to be told, gone and not arrived, and late; a decision undone before its reply or corrected after."""

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
from silah.doors.decision_letter import letter
from silah.doors.desk import decided, early_replies, reply_lists
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Actor, Permission, can
from silah.foundation.journal import reading
from silah.foundation.kernel import clock
from silah.foundation.organisations import queries as organisations
from silah.foundation.ui import forms
from silah.foundation.ui.letters import print_letter
from silah.journey.decisions import operations, queries
from silah.journey.decisions.words import DELAYS, RECEIVED_HOW, TRY_CHANNELS, TRY_RESULTS
from silah.journey.requests import queries as requests
from silah.policy import queries as policy

BY_STAFF = [(code, label) for code, label in RECEIVED_HOW.items() if code != "portal"]


class ReceivedForm(forms.Form):
    how = forms.SelectField(label=gettext_lazy("كيف وصل الرد؟"), choices=BY_STAFF)
    at = forms.MomentField(label=gettext_lazy("متى كان ذلك؟ (إن لم يكن الآن)"), required=False)


class TryForm(forms.Form):
    channel = forms.SelectField(label=gettext_lazy("كيف جرت المحاولة؟"), choices=list(TRY_CHANNELS.items()))
    result = forms.SelectField(label=gettext_lazy("نتيجتها"), choices=list(TRY_RESULTS.items()))
    at = forms.MomentField(label=gettext_lazy("متى كانت؟ (إن لم تكن الآن)"), required=False)


class OwnerForm(forms.Form):
    owner = forms.SelectField(label=gettext_lazy("من يتابع وصوله"))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people_here = [(str(each.id), each.full_name) for each in organisations.members(by)]
        self.fields["owner"].choices = [("", _("الاختيار من القائمة")), *people_here]  # type: ignore[attr-defined]


class DelayForm(forms.Form):
    new_day = forms.DayField(label=gettext_lazy("الموعد الجديد"), earliest=clock.today)
    reason = forms.SelectField(label=gettext_lazy("سبب التأخر"), choices=list(DELAYS.items()))


@desk(Permission.REPLY)
def reply(request: Request, reply_id: UUID) -> HttpResponse:
    return _shown(request, reply_id)


@desk(Permission.REPLY)
def release(request: Request, reply_id: UUID) -> HttpResponse:
    row = queries.reply_row(request.actor, reply_id)
    if request.method == "POST":
        operations.release(row, by=request.actor, key=key(request))
        messages.success(request, _("أُرسل الرد إلى صاحب الطلب."))
    return redirect(f"{_base(request)}{reply_id}/")


@desk(Permission.REPLY)
def receipt(request: Request, reply_id: UUID) -> HttpResponse:
    row, form = queries.reply_row(request.actor, reply_id), ReceivedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.receive(row, given["how"], by=request.actor, at=given["at"], key=key(request)),
        )
        if done is not None:
            messages.success(request, _("سُجّل وصول الرد."))
            return redirect(f"{_base(request)}{reply_id}/")
    return _shown(request, reply_id, received=form)


@desk(Permission.REPLY)
def tries(request: Request, reply_id: UUID) -> HttpResponse:
    row, form = queries.reply_row(request.actor, reply_id), TryForm(request.POST or None, auto_id="try_%s")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.log_try(
                row, given["channel"], given["result"], by=request.actor, at=given["at"], key=key(request)
            ),
        )
        if done is not None:
            messages.success(request, _("سُجّلت المحاولة."))
            return redirect(f"{_base(request)}{reply_id}/")
    return _shown(request, reply_id, attempt=form)


@desk(Permission.REPLY)
def owner(request: Request, reply_id: UUID) -> HttpResponse:
    by = request.actor
    row, form = queries.reply_row(by, reply_id), OwnerForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        chosen = organisations.member_row(by, UUID(form.cleaned_data["owner"]))
        done = perform(form, lambda: operations.hand_over_reply(row, chosen, by=by, key=key(request)))
        if done is not None:
            return redirect(f"{_base(request)}{reply_id}/")
    return _shown(request, reply_id, owner_form=form)


@desk(Permission.REPLY)
def delay(request: Request, case_id: UUID) -> HttpResponse:
    row, form = requests.case_row(request.actor, case_id), DelayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.tell_delay(
                row, given["new_day"], given["reason"], by=request.actor, key=key(request)
            ),
        )
        if done is not None:
            messages.success(request, _("أُرسل إلى صاحب الطلب سبب التأخر والموعد الجديد."))
            return redirect(_base(request))
    context = {"form": form, "case": row, "base": _base(request), "key": fresh_key()}
    return render(request, "desk/replies/delay.html", context, status=422 if form.errors else 200)


@desk(Permission.REPLY)
def printed(request: Request, reply_id: UUID) -> HttpResponse:
    """The letter that she is handed, or that goes by post; only once the reply has left."""
    by = request.actor
    row = queries.reply_row(by, reply_id)
    reading.note(by, row.support_request)
    if row.released_at is None:
        return redirect(f"{_base(request)}{reply_id}/")
    case = row.support_request
    pack = policy.pack_of(case.policy_version_id)
    found = letter(
        queries.told_reply(by, row.id),
        case.reference or "",
        pack.service(case.service).title,
        case.applicant.full_name,
        pack,
        demo=paper.is_demo(),
    )
    return paper.pdf(print_letter(found), f"radd-{(case.reference or '').replace('/', '-')}.pdf")


def _shown(
    request: Request,
    reply_id: UUID,
    *,
    received: ReceivedForm | None = None,
    attempt: TryForm | None = None,
    owner_form: OwnerForm | None = None,
) -> HttpResponse:
    by = request.actor
    row = queries.reply_row(by, reply_id)
    reading.note(by, row.support_request)
    view = queries.reply(by, reply_id)
    gone, arrived = view.released_at is not None, view.received_at is not None
    follows = gone and not view.closed_as
    context = {
        "view": view,
        "decision": queries.decision_view(row.decision),
        "may_release": not gone and not view.early,
        "received": (received or ReceivedForm()) if gone and not arrived else None,
        "attempt": (attempt or TryForm(auto_id="try_%s")) if follows else None,
        "owner_form": (owner_form or OwnerForm(by=by)) if not view.closed_as else None,
        "may_correct": can(by, Permission.CORRECT_DECISION),
        "base": _base(request),
        "desk": f"/{request.organisation.slug}/desk/",
        "key": fresh_key(),
    }
    broken = any(form is not None and form.errors for form in (received, attempt, owner_form))
    return render(request, "desk/replies/reply.html", context, status=422 if broken else 200)


def _base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/replies/"


urlpatterns = [
    *reply_lists.urlpatterns,
    *early_replies.urlpatterns,
    path("replies/<uuid:reply_id>/", reply, name="reply"),
    path("replies/<uuid:reply_id>/release/", release, name="reply_release"),
    path("replies/<uuid:reply_id>/receipt/", receipt, name="reply_receipt"),
    path("replies/<uuid:reply_id>/tries/", tries, name="reply_tries"),
    path("replies/<uuid:reply_id>/owner/", owner, name="reply_owner"),
    path("replies/<uuid:reply_id>/paper/", printed, name="reply_paper"),
    path("replies/delays/<uuid:case_id>/", delay, name="reply_delay"),
    *decided.urlpatterns,
]
