"""My open sessions: where I am signed in, and ending what I do not know, after showing again who I am."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from silah.foundation.organisations import sessions, sign_ins

HERE = "/accounts/sessions/"


@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def own(request: HttpRequest) -> HttpResponse:
    """Sent as a form, it ends all but this one."""
    if request.method == "POST":
        _told(request, sessions.end_all(who(request), but=request.session.session_key))
        return redirect(HERE)
    found = sessions.open_sessions(who(request), request.session.session_key)
    return render(request, "account/sessions.html", {"sessions": found})


@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def ending(request: HttpRequest, mark: str) -> HttpResponse:
    if request.method == "POST":
        _told(request, sessions.end(who(request), mark))
    return redirect(HERE)


def _told(request: HttpRequest, ended: int) -> None:
    if not ended:
        messages.info(request, _("انتهى من قبل."))
        return
    sign_ins.sessions_ended(who(request), ended)
    messages.success(request, _("انتهى الدخول، ويُطلب اسم الدخول وكلمة المرور من جديد على ذلك الجهاز."))


def who(request: HttpRequest) -> UUID:
    return cast(UUID, request.user.pk)  # both pages are for who has logged in
