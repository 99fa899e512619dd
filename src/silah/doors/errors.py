"""The five domain errors as pages: a sentence a person understands and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from silah.foundation.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, NotYet

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 422,
    Conflict: 409,
    NotYet: 409,
}


def status_of(error: DomainError) -> int:
    return STATUS[type(error)]


def of(request: HttpRequest, error: DomainError) -> HttpResponse:
    return page(request, status_of(error), message=error.message)


def page(request: HttpRequest, status: int, *, message: str = "") -> HttpResponse:
    template = {403: "403", 404: "404", 500: "500"}.get(status, "422")
    return render(request, f"errors/{template}.html", {"message": message}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 422)


def broken(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's own token is too old or missing: what was typed is still in the browser."""
    return render(request, "errors/stale.html", {}, status=403)
