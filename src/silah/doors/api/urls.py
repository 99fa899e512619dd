"""The api's addresses under an association's name; what is not there is told as a problem document too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.cache import add_never_cache_headers, patch_cache_control

from silah.doors import problems
from silah.doors.api.document import document
from silah.doors.api.routers import api


def _mannered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Kept by nobody on the way; the association is already known from the address."""

    @wraps(view)
    def enter(request: HttpRequest, slug: str, **given: Any) -> HttpResponse:
        response = view(request, **given)
        if response.status_code == 405:
            allowed = response["Allow"]
            response = problems.problem(405)
            response["Allow"] = allowed
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True)
        return response

    enter.silah_access = "api"  # type: ignore[attr-defined]
    return enter


def openapi(request: HttpRequest, slug: str) -> HttpResponse:
    servers = [{"url": f"/{request.organisation.slug}{problems.API.rstrip('/')}"}]  # type: ignore[attr-defined]
    body = json.dumps({**document(), "servers": servers}, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json")


def unknown(request: HttpRequest, slug: str, rest: str) -> HttpResponse:
    return problems.problem(404)


def _open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    view.silah_access = "public"  # type: ignore[attr-defined]
    return view


def _addresses() -> Iterator[URLPattern]:
    """All but the framework's own front page."""
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = _mannered(pattern.callback)
            yield pattern


urlpatterns: list[URLPattern] = [
    path("openapi.json", _open_to_all(openapi), name="openapi"),
    *_addresses(),
    re_path(r"^(?P<rest>.*)$", _open_to_all(unknown)),
]
