"""Who may come to a page, said on the page: every view stands under one of these.

They make the actor from the session and the address; nothing in a form can say who acts. The slug of
the address has done its work in the middleware and is not handed on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django_htmx.http import HttpResponseClientRefresh

from silah.doors import desk_lock, portal_session
from silah.doors.owed import owed
from silah.foundation.access import Actor, Door, Facts, Permission, can
from silah.foundation.access.actor import visitor
from silah.foundation.journal.refusals import Refusal
from silah.foundation.kernel.errors import NotAllowed, NotFound
from silah.foundation.organisations import queries as organisations

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Anybody, without log-in. The actor is the visitor, or the person signed in to the portal."""

    @wraps(view)
    def enter(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        request.actor = portal_session.actor(request) or visitor(request.organisation.id)  # type: ignore[attr-defined]
        response = view(request, **kwargs)
        if request.actor.id is None and request.method == "GET":  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", "private, no-cache")  # shown again by going back
        return response

    return _marked(enter, "public")


def personal(view: View) -> View:
    """As `public`, for pages that show what the visitor herself wrote: kept nowhere."""

    @wraps(view)
    def enter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return _private(public(view)(request, **kwargs))

    return _marked(enter, "public")


def portal(view: View) -> View:
    """The beneficiary, signed in to this association."""

    @wraps(view)
    def enter(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        actor = portal_session.actor(request)
        if actor is None:
            return portal_session.sign_in_first(request)
        request.actor = actor  # type: ignore[attr-defined]
        return _private(view(request, **kwargs))

    return _marked(enter, "portal")


def desk(permission: Permission) -> Callable[[View], View]:
    """Staff of this association whose roles allow the page at all; the operation asks again about the row."""

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            organisations.look_at_session(request.session.session_key)
            if not request.user.is_authenticated:
                if request.htmx:  # type: ignore[attr-defined]
                    return HttpResponseClientRefresh()
                return redirect(f"/accounts/login/?{urlencode({'next': request.get_full_path()})}")
            actor = organisations.session_actor(request.session.session_key, request.user.pk, Door.DESK)
            if actor is None:
                raise NotFound()
            request.actor = actor  # type: ignore[attr-defined]
            if (held := _held(request, actor)) is not None:
                return held
            if not _may_open(actor, permission):
                raise _refused(actor, permission)
            return _private(view(request, **kwargs))

        return _marked(enter, str(permission))

    return decorate


def _held(request: HttpRequest, actor: Actor) -> HttpResponse | None:
    """What comes before any page: something owed to one's own log-in, or a desk that locked meanwhile."""
    first = owed(request, actor)
    page = redirect(first) if first else desk_lock.gate(request)
    if page is None:
        return None
    return HttpResponseClientRefresh() if request.htmx else _private(page)  # type: ignore[attr-defined]


def _may_open(actor: Actor, permission: Permission) -> bool:
    """Whether some row could allow it: the page opens, its operation decides."""
    return can(actor, permission) or can(
        actor, permission, Facts(seats=frozenset({actor.id}) if actor.id else frozenset())
    )


def _refused(actor: Actor, permission: Permission) -> NotAllowed:
    error = NotAllowed()
    error.refusal = Refusal.of(actor, permission, None)
    return error


def _private(response: HttpResponse) -> HttpResponse:
    """Kept nowhere: on a shared computer the back button shows nothing after log-out."""
    add_never_cache_headers(response)
    patch_cache_control(response, no_store=True)
    return response


def _marked(view: View, access: str) -> View:
    view.silah_access = access  # type: ignore[attr-defined]
    return view
