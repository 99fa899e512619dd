"""Acts of one press, which have no page of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def pressed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever comes by the address alone, after signing in again, is led to the page of the button."""

    @wraps(view)
    def enter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect("../")
        return view(request, **kwargs)

    return enter
