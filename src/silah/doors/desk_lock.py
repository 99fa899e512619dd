"""A shared desk locks after a quiet while. What was typed comes back: a locked form is carried through."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from silah.foundation.kernel import clock
from silah.foundation.organisations import sign_ins, throttle

SEEN = "desk_seen"
UNLOCK = "_unlock_password"
TOUCH_EVERY = timedelta(minutes=5)


def gate(request: HttpRequest) -> HttpResponse | None:
    """None lets the request through; otherwise the page that asks for the password."""
    if not is_locked(request):
        return None
    if UNLOCK in request.POST:
        return _try(request)
    return _ask(request)


def is_locked(request: HttpRequest) -> bool:
    """Asking is also a sign of life: the quiet while begins anew."""
    now = clock.now()
    seen = request.session.get(SEEN)
    quiet = now - datetime.fromisoformat(seen) if seen else timedelta(0)
    if request.session.get("desk_locked", False) or quiet > timedelta(minutes=settings.DESK_LOCK_MINUTES):
        return True
    if not seen or quiet > TOUCH_EVERY:
        request.session[SEEN] = now.isoformat()
    return False


def lock(request: HttpRequest) -> None:
    request.session["desk_locked"] = True


def _try(request: HttpRequest) -> HttpResponse | None:
    if not throttle.allowed("unlock", str(request.user.pk), limit=5, window=timedelta(minutes=5)):
        return _ask(request, error=_("محاولات كثيرة. نرجو الانتظار خمس دقائق ثم إعادة المحاولة."))
    if not request.user.check_password(request.POST[UNLOCK]):
        sign_ins.refused_here(request.actor, "unlocking")  # type: ignore[attr-defined]
        return _ask(request, error=_("كلمة المرور غير صحيحة."))
    request.session.cycle_key()  # a session seen while the desk stood alone opens nothing now
    request.session["desk_locked"] = False
    request.session[SEEN] = clock.now().isoformat()
    if request.POST.get("_was_get"):
        return redirect(request.get_full_path())
    return None


def _ask(request: HttpRequest, error: str = "") -> HttpResponse:
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {UNLOCK, "csrfmiddlewaretoken"}
        for value in values
    ]
    context = {
        "carried": carried,
        "was_get": request.method == "GET" or bool(request.POST.get("_was_get")),
        "error": error,
        "lost_files": request.method == "POST" and bool(request.FILES),
    }
    return render(request, "desk/locked.html", context, status=200 if request.method == "GET" else 422)
