"""Who works here: invitations, roles, and leaving with a successor."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors import second_step
from silah.doors.desk import lists, me
from silah.doors.desk.sheets import Cell
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Actor, Permission, Role
from silah.foundation.access.actor import ROLE_NAMES, STAFF_ROLES
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import leaving as leaving_rules
from silah.foundation.organisations import operations, queries
from silah.foundation.organisations.events import RESET_REASONS
from silah.foundation.tenancy import Page, Place
from silah.foundation.ui import forms

COLUMNS = (
    gettext_lazy("الاسم"),
    gettext_lazy("المسمى"),
    gettext_lazy("الصلاحيات"),
    gettext_lazy("منذ"),
    gettext_lazy("انتهت العضوية"),
)
ROLES = [(str(role), ROLE_NAMES[role]) for role in STAFF_ROLES]


class InviteForm(forms.Form):
    full_name = forms.NameField(label=gettext_lazy("الاسم الكامل"))
    username = forms.TextField(
        label=gettext_lazy("اسم الدخول"), help_text=gettext_lazy("حروف لاتينية وأرقام بلا فراغات.")
    )
    title = forms.TextField(label=gettext_lazy("المسمى الوظيفي"), required=False)
    roles = forms.ManyField(label=gettext_lazy("الصلاحيات"), choices=ROLES)


class TeamTools(lists.Tools):
    search = lists.SearchField(label=gettext_lazy("الاسم"))
    role = forms.SelectField(label=gettext_lazy("الصلاحية"), choices=ROLES)
    state = forms.SelectField(
        label=gettext_lazy("الحال"),
        choices=[("working", gettext_lazy("على رأس العمل")), ("left", gettext_lazy("انتهت عضويته"))],
    )
    sort = forms.SelectField(label=gettext_lazy("الترتيب"), choices=[("newest", gettext_lazy("الأحدث أولًا"))])
    every = {"role": gettext_lazy("كل الصلاحيات"), "sort": gettext_lazy("بالاسم")}


class RolesForm(forms.Form):
    roles = forms.ManyField(label=gettext_lazy("الصلاحيات"), choices=ROLES)


class ResetForm(forms.Form):
    reason = forms.SelectField(
        label=gettext_lazy("السبب"), choices=[("", gettext_lazy("اختر")), *RESET_REASONS.items()]
    )


class LeaveForm(forms.Form):
    successor = forms.SelectField(label=gettext_lazy("من يستلم المهام"))

    def __init__(self, *args: object, by: Actor, leaving: UUID, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        others = [member for member in queries.members(by) if member.id != leaving]
        choices = [("", _("اختر")), *((str(each.id), each.full_name) for each in others)]
        self.fields["successor"] = forms.SelectField(label=_("من يستلم المهام"), choices=choices)


@desk(Permission.MANAGE_STAFF)
def team(request: Request) -> HttpResponse:
    by, form = request.actor, TeamTools(request.GET)

    def read(at: Place) -> Page[queries.TeamRow]:
        return queries.team(
            by,
            name=form.chosen("search"),
            role=form.chosen("role"),
            left={"working": False, "left": True}.get(form.chosen("state")),
            newest_first=form.chosen("sort") == "newest",
            at=at,
        )

    if lists.as_file(request):
        return lists.sheet("fariq", COLUMNS, read, _cells)
    context = {
        "form": form,
        "columns": [str(column) for column in COLUMNS],
        "names": ROLE_NAMES,
        "base": _base(request),
        **lists.shown(request, read),
    }
    return render(request, "desk/staff/team.html", context, status=lists.status(form))


def _cells(row: queries.TeamRow) -> tuple[Cell, ...]:
    roles = "، ".join(str(ROLE_NAMES[Role(role)]) for role in row.roles)
    return (row.full_name, row.title, roles, row.joined_at, row.left_at)


@desk(Permission.MANAGE_STAFF)
def invite(request: Request) -> HttpResponse:
    """The password is made here and shown once; it is in no message and no log."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, password = form.cleaned_data, secrets.token_urlsafe(12)
        done = perform(
            form,
            lambda: operations.invite(
                given["username"],
                password,
                by=request.actor,
                full_name=given["full_name"],
                title=given["title"] or "",
                roles=[Role(role) for role in given["roles"]],
                given=True,
                key=key(request),
            ),
        )
        if done is not None:
            context = {
                "member": done,
                "username": given["username"],
                "password": password,
                "base": _base(request),
            }
            return render(request, "desk/staff/invited.html", context)
    context = {"form": form, "base": _base(request), "key": fresh_key()}
    return render(request, "desk/staff/invite.html", context, status=422 if form.errors else 200)


@desk(Permission.MANAGE_STAFF)
def member(request: Request, member_id: UUID) -> HttpResponse:
    row = queries.member(request.actor, member_id)
    if row is None:
        raise NotFound()
    form = RolesForm(request.POST or None, initial={"roles": row.roles})
    if request.method == "POST" and form.is_valid():
        held = [Role(role) for role in form.cleaned_data["roles"]]
        done = perform(form, lambda: operations.change_roles(row, held, by=request.actor, key=key(request)))
        if done is not None:
            messages.success(request, _("حُفظت الصلاحيات."))
            return redirect(_base(request))
    context = {
        "form": form,
        "row": row,
        "leave": LeaveForm(by=request.actor, leaving=row.id),
        **_kept(request, row.id, row.user_id),
        "base": _base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/staff/member.html", context, status=422 if form.errors else 200)


@desk(Permission.MANAGE_STAFF)
def password(request: Request, member_id: UUID) -> HttpResponse:
    """For whoever forgot it: a new one, shown once, handed over in person."""
    row = queries.member(request.actor, member_id)
    if row is None:
        raise NotFound()
    if request.method != "POST":
        return redirect(f"{_base(request)}{member_id}/")
    words = secrets.token_urlsafe(12)
    operations.renew_password(row, words, by=request.actor, given=True)
    context = {"member": row, "username": row.user.username, "password": words, "base": _base(request)}
    return render(request, "desk/staff/invited.html", context)


@desk(Permission.MANAGE_STAFF)
def second_step_reset(request: Request, member_id: UUID) -> HttpResponse:
    row = queries.member(request.actor, member_id)
    if row is None:
        raise NotFound()
    if request.method != "POST":
        return redirect(f"{_base(request)}{member_id}/")
    form = ResetForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = perform(
            form, lambda: operations.reset_second_step(row, reason, by=request.actor, key=key(request))
        )
        if done is not None:
            messages.success(request, _("أُعيد الضبط. يدخل بكلمة مروره، ثم يفعّل الخطوة الثانية من جديد."))
            return redirect(f"{_base(request)}{member_id}/")
    context = {
        "form": RolesForm(initial={"roles": row.roles}),
        "row": row,
        "leave": LeaveForm(by=request.actor, leaving=row.id),
        **_kept(request, row.id, row.user_id),
        "reset": form,
        "second_step": True,
        "base": _base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/staff/member.html", context, status=422)


@desk(Permission.MANAGE_STAFF)
def leaving(request: Request, member_id: UUID) -> HttpResponse:
    row = queries.member(request.actor, member_id)
    if row is None:
        raise NotFound()
    if request.method != "POST":
        return redirect(f"{_base(request)}{member_id}/")
    form = LeaveForm(request.POST, by=request.actor, leaving=row.id)
    if form.is_valid():
        successor = queries.member(request.actor, UUID(form.cleaned_data["successor"]))
        done = perform(
            form,
            lambda: operations.end_membership(row, by=request.actor, successor=successor, key=key(request)),
        )
        if done is not None:
            messages.success(request, _("انتهت العضوية، ويبقى الاسم والصلاحية في القرارات السابقة."))
            return redirect(_base(request))
    context = {
        "form": RolesForm(initial={"roles": row.roles}),
        "row": row,
        "leave": form,
        **_kept(request, row.id, row.user_id),
        "base": _base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/staff/member.html", context, status=422)


def _kept(request: Request, member_id: UUID, user_id: UUID) -> dict[str, Any]:
    return {
        "tokens": me.with_states(queries.tokens_of(request.actor, member_id)),
        "tokens_base": me.base(request),
        "held": leaving_rules.held(request.actor, member_id),
        "history": queries.account_history(request.actor, member_id),
        "second_step": second_step.is_set_up(user_id),
        "reset": ResetForm(),
    }


def _base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/staff/"


urlpatterns = [
    path("staff/", team, name="staff"),
    path("staff/invite/", invite, name="staff_invite"),
    path("staff/<uuid:member_id>/", member, name="staff_member"),
    path("staff/<uuid:member_id>/password/", password, name="staff_password"),
    path("staff/<uuid:member_id>/second-step/", second_step_reset, name="staff_second_step"),
    path("staff/<uuid:member_id>/leaving/", leaving, name="staff_leaving"),
]
