"""The request as the doors' decorators hand it to a view."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from silah.foundation.access import Actor
from silah.foundation.organisations.queries import Organisation


class Request(HttpRequest):
    """`organisation` and `htmx` are set by middleware, `actor` by `public`, `portal` or `desk`."""

    organisation: Organisation
    actor: Actor
    htmx: HtmxDetails
