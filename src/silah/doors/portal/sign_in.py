"""Signing in: a code to the mobile, then id and birth date; signing out leaves nothing behind."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors import portal_session
from silah.doors.entry import personal
from silah.doors.forms import perform, posted
from silah.doors.portal import draft_cookie, proof
from silah.doors.portal.pressed import pressed
from silah.foundation.kernel import clock
from silah.foundation.ui import forms

NEXT = "portal_next"
ANOTHER = proof.ANOTHER


class MobileForm(forms.Form):
    mobile = forms.MobileField(label=gettext_lazy("رقم الجوال"))


class CodeForm(forms.Form):
    code = forms.CodeField(label=gettext_lazy("الرمز"))


class IdentityForm(forms.Form):
    national_id = forms.NationalIdField(label=gettext_lazy("رقم الهوية أو الإقامة"))
    birth_date = forms.DayField(label=gettext_lazy("تاريخ الميلاد"), latest=clock.today)


@personal
def mobile(request: HttpRequest) -> HttpResponse:
    if "next" in request.GET:
        request.session[NEXT] = request.GET["next"]
    form = MobileForm(posted(request))
    if request.method == "POST" and form.is_valid():
        perform(form, lambda: proof.send_code(request, form.cleaned_data["mobile"]))
        if not form.errors:
            return redirect(_here(request, "sign-in/code/"))
    return _page(request, "portal/sign_in/mobile.html", form)


@personal
def code(request: HttpRequest) -> HttpResponse:
    sent = proof.of(request)
    if sent is None:
        return redirect(_here(request, "sign-in/"))
    form: forms.Form = CodeForm(None if ANOTHER in request.POST else posted(request))
    if ANOTHER in request.POST:
        form = proof.send_again(request, CodeForm({}), sent.mobile)
        if not form.errors:
            return redirect(request.path)
    elif request.method == "POST" and form.is_valid():
        perform(form, lambda: proof.check_code(request, form.cleaned_data["code"]))
        if not form.errors:
            return redirect(_here(request, "sign-in/identity/"))
    return _page(request, "portal/sign_in/code.html", form, mobile=sent.mobile)


@personal
def identity(request: HttpRequest) -> HttpResponse:
    sent = proof.of(request)
    if sent is None or not sent.verified:
        return redirect(_here(request, "sign-in/"))
    form = IdentityForm(posted(request))
    if request.method == "POST" and form.is_valid():
        known = form.cleaned_data
        party = perform(form, lambda: proof.identify(request, known["national_id"], known["birth_date"]))
        if party is not None:
            onward = safe_next(request, request.session.pop(NEXT, ""), "requests/")
            proof.forget(request)
            portal_session.begin(request, party.id, party.full_name)
            return redirect(onward)
        if not form.errors:
            form.add_error(
                None,
                _(
                    "لم نتمكن من الدخول بهذه البيانات. نرجو مراجعة رقم الهوية وتاريخ الميلاد ورقم الجوال، أو الاتصال بنا."
                ),
            )
    return _page(request, "portal/sign_in/identity.html", form)


@pressed
@personal
def sign_out(request: HttpRequest) -> HttpResponse:
    portal_session.end(request)
    proof.forget(request)
    return draft_cookie.drop(request, redirect(_here(request, "")))


def safe_next(request: HttpRequest, wanted: str, otherwise: str) -> str:
    """Only a page of this association's portal."""
    home = _here(request, "")
    inside = wanted.startswith(home) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if inside else home + otherwise


def _page(request: HttpRequest, template: str, form: forms.Form, **more: object) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)


def _here(request: HttpRequest, tail: str) -> str:
    return f"/{request.organisation.slug}/{tail}"  # type: ignore[attr-defined]


urlpatterns = [
    path("sign-in/", mobile, name="portal_sign_in"),
    path("sign-in/code/", code, name="portal_sign_in_code"),
    path("sign-in/identity/", identity, name="portal_sign_in_identity"),
    path("sign-out/", sign_out, name="portal_sign_out"),
]
