"""The policy in force, on any day; the board's figure; the officer's tools."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Permission, can
from silah.foundation.kernel import clock
from silah.foundation.ui import forms
from silah.policy import operations, queries


class DayForm(forms.Form):
    day = forms.DayField(label=gettext_lazy("السياسة في يوم"), required=False)


class CeilingForm(forms.Form):
    value = forms.CountField(label=gettext_lazy("المدة القصوى للرد بالأيام"), least=1, most=365)
    minutes = forms.TextField(label=gettext_lazy("رقم محضر مجلس الإدارة"))
    decided_on = forms.DayField(label=gettext_lazy("تاريخ المحضر"), latest=clock.today)


class DocumentForm(forms.Form):
    title = forms.TextField(label=gettext_lazy("العنوان"))
    effective_from = forms.DayField(label=gettext_lazy("سارٍ من"))
    approved_by = forms.TextField(label=gettext_lazy("جهة الاعتماد"), required=False)
    text = forms.TextField(
        label=gettext_lazy("النص"),
        long=True,
        help_text=gettext_lazy("يُلصق هنا نص الدليل ليبحث فيه الموظف ويستشهد به."),
    )
    is_sample = forms.CheckField(label=gettext_lazy("نموذج للتجربة، ولا يُثبت به بند"), required=False)


@desk(Permission.READ_TOOLS)
def overview(request: Request) -> HttpResponse:
    form = DayForm(request.GET or None)
    day = (form.is_valid() and form.cleaned_data.get("day")) or None
    version, pack = queries.current(request.actor)
    documents = queries.tool_documents(request.actor)
    context = {
        "version": version,
        "pack": pack,
        "versions": queries.versions(request.actor),
        "form": form,
        "asked_day": day,
        "then": queries.in_force_at(request.actor, clock.end_of_day(day)) if day else None,
        "ceiling": queries.reply_ceiling(request.actor, pack),
        "tools": [(tool, documents.get(tool.id)) for tool in pack.toolkit],
        "may_upload": can(request.actor, Permission.UPLOAD_TOOL),
        "may_rule": can(request.actor, Permission.SET_BOARD_RULE),
        "base": _base(request),
    }
    return render(request, "desk/policy/overview.html", context)


@desk(Permission.SET_BOARD_RULE)
def ceiling(request: Request) -> HttpResponse:
    form = CeilingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.set_board_rule(
                "reply_ceiling_days",
                given["value"],
                by=request.actor,
                minutes=given["minutes"],
                decided_on=given["decided_on"],
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("سُجّلت المدة القصوى بمحضرها."))
            return redirect(_base(request))
    context = {"form": form, "base": _base(request), "key": fresh_key()}
    return render(request, "desk/policy/ceiling.html", context, status=422 if form.errors else 200)


@desk(Permission.UPLOAD_TOOL)
def upload(request: Request, tool: str) -> HttpResponse:
    _version, pack = queries.current(request.actor)
    named = next((each for each in pack.toolkit if each.id == tool and each.kind == "document"), None)
    if named is None:
        return redirect(_base(request))
    form = DocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.upload_tool(
                tool,
                given["title"],
                by=request.actor,
                effective_from=given["effective_from"],
                text=given["text"],
                approved_by=given["approved_by"] or "",
                is_sample=bool(given["is_sample"]),
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("رُفع الإصدار %(number)s.") % {"number": done.number})
            return redirect(_base(request))
    context = {"form": form, "tool": named, "base": _base(request), "key": fresh_key()}
    return render(request, "desk/policy/upload.html", context, status=422 if form.errors else 200)


@desk(Permission.READ_TOOLS)
def tool(request: Request, tool: str) -> HttpResponse:
    document = queries.tool_documents(request.actor).get(tool)
    if document is None:
        return redirect(_base(request))
    return render(request, "desk/policy/tool.html", {"document": document, "base": _base(request)})


def _base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/policy/"


urlpatterns = [
    path("policy/", overview, name="policy"),
    path("policy/ceiling/", ceiling, name="policy_ceiling"),
    path("policy/tools/<slug:tool>/", tool, name="policy_tool"),
    path("policy/tools/<slug:tool>/new/", upload, name="policy_tool_upload"),
]
