"""What follows what: the whole table. Tasks are deferred in the event's own transaction."""

from __future__ import annotations

from functools import cache
from typing import Any

from silah.config.tasks import defer, task
from silah.foundation.journal.events import Event
from silah.foundation.journal.models import Entry


@cache
def table() -> dict[str, tuple[Any, ...]]:
    """Event name → tasks. One line each; read top to bottom it is the story of a request."""
    return {}


def react(happened: Event, entry: Entry) -> None:
    for registered in table().get(happened.event_name, ()):
        defer(registered, happened, entry)


__all__ = ["react", "table", "task"]
