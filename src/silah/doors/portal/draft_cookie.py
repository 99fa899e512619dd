"""The token that opens a draft before its author has said who she is: in this browser, for this association."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def _name(request: HttpRequest) -> str:
    return f"{settings.COOKIE_PREFIX}draft-{request.organisation.slug}"  # type: ignore[attr-defined]


def present(request: HttpRequest) -> bool:
    return bool(token(request))


def token(request: HttpRequest) -> str:
    return str(request.COOKIES.get(_name(request), ""))


def put(request: HttpRequest, response: HttpResponse, value: str, lasts: timedelta) -> HttpResponse:
    response.set_cookie(
        _name(request),
        value,
        max_age=lasts,
        path="/",  # as the prefix demands; its name says whose it is
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def drop(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.delete_cookie(_name(request), samesite="Lax")
    return response
