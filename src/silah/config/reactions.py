"""What follows what: the whole table. Tasks are deferred in the event's own transaction."""

from __future__ import annotations

from functools import cache
from typing import Any

from silah.config.tasks import defer, task
from silah.contact import tasks as contact
from silah.foundation.journal.events import Event, registered
from silah.foundation.journal.models import Entry


@cache
def table() -> dict[str, tuple[Any, ...]]:
    """Event name → tasks. One line each; read top to bottom it is the story of a request."""
    return {
        "people.code_issued": (task(contact.send_code),),
        "people.mobile_proposed": (task(contact.warn_old_number),),
        "messages.queued": (task(contact.deliver),),
    }


def react(happened: Event, entry: Entry) -> None:
    for follows in table().get(registered(happened).event_name, ()):
        defer(follows, happened, entry)


__all__ = ["react", "table", "task"]
