"""From a form to an operation and back: domain errors land at the field that caused them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, QueryDict

from silah.foundation.journal.idempotency import Key
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.ui import forms

KEY_FIELD = "_key"
NOT_BODY = frozenset({"csrfmiddlewaretoken", KEY_FIELD, "_unlock_password", "_was_get"})


def perform[R](form: forms.Form | None, call: Callable[[], R]) -> R | None:
    """The operation's result; or None with the errors on the form, nothing written."""
    try:
        return call()
    except (Invalid, Conflict, NotYet) as error:
        if form is None:
            raise
        form.refuse(error)
        return None


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty one that was sent is still a form that was sent."""
    return request.POST if request.method == "POST" else None


def fresh_key() -> str:
    return uuid4().hex


def key(request: HttpRequest) -> Key | None:
    """What makes a double click one act: the hidden key of the form with a digest of what was sent."""
    value = request.POST.get(KEY_FIELD, "")
    if not value or not value.isprintable():  # no page gave that one, and no column would take it
        return None
    body: dict[str, Any] = {
        name: values for name, values in sorted(request.POST.lists()) if name not in NOT_BODY
    }
    return Key(f"{request.resolver_match.view_name if request.resolver_match else ''}:{value}"[:80], body)
