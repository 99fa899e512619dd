"""The beneficiary's session: one person of one association, ended by a quiet half hour, or after four hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from silah.doors.portal import typed
from silah.foundation.access import Actor, Door, Role
from silah.foundation.kernel import clock

KEY = "portal"
TOUCH_EVERY = timedelta(minutes=5)


def begin(request: HttpRequest, party_id: UUID, name: str) -> None:
    """A fresh session key, so that one fixed beforehand gains nothing."""
    request.session.cycle_key()
    request.session[KEY] = {
        "organisation": str(request.organisation.id),  # type: ignore[attr-defined]
        "party": str(party_id),
        "name": name,
        "seen": clock.now().isoformat(),
        "begun": clock.now().isoformat(),
    }


def end(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
    request.session.cycle_key()


def actor(request: HttpRequest) -> Actor | None:
    kept = request.session.get(KEY)
    if not kept or kept["organisation"] != str(request.organisation.id):  # type: ignore[attr-defined]
        return None
    now, seen = clock.now(), datetime.fromisoformat(kept["seen"])
    begun = datetime.fromisoformat(kept.get("begun", kept["seen"]))
    quiet, whole = timedelta(minutes=settings.PORTAL_QUIET_MINUTES), timedelta(hours=settings.PORTAL_HOURS)
    if now - seen > quiet or now - begun > whole:
        end(request)
        request.portal_ended = kept["party"]  # type: ignore[attr-defined]
        return None
    if now - seen > TOUCH_EVERY:
        request.session[KEY] = {**kept, "seen": now.isoformat(), "begun": begun.isoformat()}
    return Actor(
        UUID(kept["organisation"]),
        frozenset({Role.BENEFICIARY}),
        Door.PORTAL,
        id=UUID(kept["party"]),
        name=kept["name"],
    )


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """What was being sent waits for the same person, if it was a session that ended."""
    slug = request.organisation.slug  # type: ignore[attr-defined]
    back = request.get_full_path()
    if request.method == "POST":
        if ended := getattr(request, "portal_ended", ""):
            typed.keep(request, ended)
        else:
            back = f"/{slug}/requests/"
    return redirect(f"/{slug}/sign-in/?{urlencode({'next': back})}")
