"""The request as the doors' decorators hand it to a view."""

from __future__ import annotations

from django.http import HttpRequest

from silah.foundation.access import Actor
from silah.foundation.organisations.queries import Organisation


class Request(HttpRequest):
    """`organisation` is set by the middleware, `actor` by `public`, `portal` or `desk`."""

    organisation: Organisation
    actor: Actor
