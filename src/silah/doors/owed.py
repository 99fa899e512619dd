"""What somebody owes her own log-in before any work: a password of her own, a second step where it is demanded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from silah.doors import second_step
from silah.foundation.access import Actor

PASSWORD, SECOND_STEP = "/accounts/password/", "/accounts/2fa/needed/"  # addresses


def owed(request: HttpRequest, actor: Actor) -> str:
    """The page where it is done; empty where nothing is owed. Asks the database nothing."""
    user: Any = request.user
    if user.given_until is not None:
        return PASSWORD
    if second_step.demanded(actor.roles) and not second_step.passed(request) and not _is_tried_out(request):
        return SECOND_STEP
    return ""


def _is_tried_out(request: HttpRequest) -> bool:
    """A demonstration is entered by a press, as whoever one likes: nobody there has a telephone of his own."""
    return bool(getattr(getattr(request, "organisation", None), "in_demo", False))
