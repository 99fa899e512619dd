"""The two layers every request passes: its association's transaction, and errors said once."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import Http404

from silah.doors import errors
from silah.foundation.journal.refusals import leave_evidence
from silah.foundation.kernel.errors import DomainError, NotAllowed
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy.patience import ran_out

# First words of an address that belong to the host, not to an association.
HOST_PAGES = frozenset({"", "accounts", "static", "health", "ready", "metrics", "favicon.ico", "robots.txt"})
NO_ASSOCIATIONS = frozenset(
    {"accounts", "static", "health", "ready", "metrics"}
)  # whatever the host's name is
GetResponse = Callable[[HttpRequest], HttpResponse]


class Association:
    """Finds the association in the address and keeps the whole request in one transaction of its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info.lstrip("/").split("/", 1)[0]
        request.organisation = None  # type: ignore[attr-defined]
        if first in NO_ASSOCIATIONS:
            return self.get_response(request)
        with organisations.entered("" if first in HOST_PAGES else first, lambda: _host(request)) as found:
            if found is not None:
                response = self._inside(request, found, first)
        if found is None:
            return self.get_response(request) if first in HOST_PAGES else errors.page(request, 404)
        refused = getattr(response, "silah_refused", None)
        if refused is not None:
            leave_evidence(refused)
        return response

    def _inside(self, request: HttpRequest, found: organisations.Organisation, first: str) -> HttpResponse:
        request.organisation = found  # type: ignore[attr-defined]
        if found.slug != first:  # known by its host: the address is as if it began with its word
            request.path_info = f"/{found.slug}{request.path_info}"
        response = self.get_response(request)
        if getattr(response, "silah_rollback", False) or response.status_code >= 500:
            transaction.set_rollback(True)
        return response


def _host(request: HttpRequest) -> str:
    return request.get_host().split(":", 1)[0]


class Errors:
    """A domain error that no form caught becomes its page, once for every view."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404):
            return _undone(errors.page(request, 404))
        if ran_out(exception):
            return _undone(errors.busy(request))
        if not isinstance(exception, DomainError):
            return None
        response = _undone(errors.of(request, exception))
        if isinstance(exception, NotAllowed):
            response.silah_refused = exception  # type: ignore[attr-defined]
        return response


def _undone(response: HttpResponse) -> HttpResponse:
    response.silah_rollback = True  # type: ignore[attr-defined]
    return response
