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
from silah.foundation.tenancy import within

# First words of an address that belong to the host, not to an association.
HOST_PAGES = frozenset({"", "accounts", "static", "health", "ready", "metrics", "favicon.ico", "robots.txt"})
GetResponse = Callable[[HttpRequest], HttpResponse]


class Association:
    """Finds the association in the address and keeps the whole request in one transaction of its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info.lstrip("/").split("/", 1)[0]
        organisation = None if first in HOST_PAGES else organisations.by_slug(first)
        if organisation is None:
            organisation = self._by_host(request, first)
            if organisation is not None:
                request.path_info = f"/{organisation.slug}{request.path_info}"
        request.organisation = organisation  # type: ignore[attr-defined]
        if organisation is None:
            if first not in HOST_PAGES:
                return errors.page(request, 404)
            return self.get_response(request)
        with within(organisation.id):
            response = self.get_response(request)
            if getattr(response, "silah_rollback", False) or response.status_code >= 500:
                transaction.set_rollback(True)
        refused = getattr(response, "silah_refused", None)
        if refused is not None:
            leave_evidence(refused)
        return response

    def _by_host(self, request: HttpRequest, first: str) -> organisations.Organisation | None:
        if first in {"accounts", "static", "health", "ready", "metrics"}:
            return None
        return organisations.by_host(request.get_host().split(":", 1)[0])


class Errors:
    """A domain error that no form caught becomes its page, once for every view."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404):
            return _undone(errors.page(request, 404))
        if not isinstance(exception, DomainError):
            return None
        response = _undone(errors.of(request, exception))
        if isinstance(exception, NotAllowed):
            response.silah_refused = exception  # type: ignore[attr-defined]
        return response


def _undone(response: HttpResponse) -> HttpResponse:
    response.silah_rollback = True  # type: ignore[attr-defined]
    return response
