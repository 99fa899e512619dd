"""The five domain errors as pages: a sentence a person understands and what to do next."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from silah.doors import problems
from silah.foundation.kernel.errors import DomainError
from silah.foundation.tenancy.patience import out_of_reach


def of(request: HttpRequest, error: DomainError) -> HttpResponse:
    return page(request, problems.status_of(error), message=error.message)


def page(request: HttpRequest, status: int, *, message: str = "") -> HttpResponse:
    if problems.is_for_program(request):
        return problems.problem(status, detail=message)
    template = {403: "403", 404: "404", 500: "500"}.get(status, "422")
    # A page only opened has sent nothing that could be refused.
    context = {"sentence": message, "asked": status == 409 and request.method == "GET"}
    return render(request, f"errors/{template}.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 422)


def broken(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, which may be what is broken. Called while the error is being handled."""
    if out_of_reach(sys.exc_info()[1]):
        return _later(request, away=True)
    if problems.is_for_program(request):
        return problems.problem(500)
    return HttpResponse(render_to_string("errors/500.html", {"sentence": ""}), status=500)


def busy(request: HttpRequest) -> HttpResponse:
    """Somebody else holds what was asked for, or it took too long: nothing was kept, and again may do. Asks
    nothing of the database either: its transaction is over."""
    return _later(request, away=False)


def _later(request: HttpRequest, *, away: bool) -> HttpResponse:
    if problems.is_for_program(request):
        response = problems.away() if away else problems.problem(503)
    else:
        response = HttpResponse(render_to_string("errors/503.html", {"away": away}), status=503)
    response["Retry-After"] = "5"
    return response


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's own token is too old or missing: what was typed is still in the browser."""
    if problems.is_for_program(request):
        return problems.problem(403, code="csrf", detail=reason)
    return render(request, "errors/stale.html", {}, status=403)
