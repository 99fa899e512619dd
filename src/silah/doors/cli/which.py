"""The association that a command names."""

from __future__ import annotations

from silah.foundation.access import Actor
from silah.foundation.access.actor import operator
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries


def operator_of(slug: str) -> Actor:
    """The operator inside that association; its short name is the one in its address."""
    organisation = queries.by_slug(slug)
    if organisation is None:
        raise NotFound(f"no association is called {slug}")
    return operator(organisation.id)
