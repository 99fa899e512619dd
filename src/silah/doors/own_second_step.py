"""My recovery codes, and the page that leads to a second step where one is demanded."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from silah.doors import second_step
from silah.doors.own_sessions import who
from silah.foundation.organisations import recovery_codes, sign_ins


@login_required
def codes(request: HttpRequest) -> HttpResponse:
    """How many are left; the codes themselves stand nowhere."""
    if not second_step.is_set_up(who(request)):
        return redirect("/accounts/2fa/")
    return render(request, "mfa/recovery_codes/index.html", {"left": recovery_codes.left(who(request))})


@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def new_codes(request: HttpRequest) -> HttpResponse:
    """Shown on the answer to the form that made them, and nowhere after."""
    if request.method != "POST" or not second_step.is_set_up(who(request)):
        return redirect("/accounts/2fa/recovery/")
    made = recovery_codes.renew(who(request))
    sign_ins.changed(who(request), "recovery_codes")
    return render(request, "mfa/recovery_codes/made.html", {"codes": made})


@login_required
def needed(request: HttpRequest) -> HttpResponse:
    context = {"is_set_up": second_step.is_set_up(who(request)), "passed": second_step.passed(request)}
    return render(request, "mfa/needed.html", context)
