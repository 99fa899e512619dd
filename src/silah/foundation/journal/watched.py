"""What whoever watches over the host must hear of at once: log-ins and what was refused, as lines of the log too.

The journal keeps them for the association; a line leaves the machine with all others, where an alarm can be hung on
it. It holds what the journal holds: ids and codes, never a name or what was typed.
"""

from __future__ import annotations

import dataclasses
import logging
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from silah.foundation.journal.events import Event

log = logging.getLogger("silah.security")


def tell(happened: Event, *, organisation: UUID, actor: UUID | None = None) -> None:
    """Once it is recorded for good."""
    transaction.on_commit(partial(_line, happened, organisation, actor))


def _line(happened: Event, organisation: UUID, actor: UUID | None) -> None:
    name = cast(Any, happened).event_name
    told = {each.name: str(getattr(happened, each.name)) for each in dataclasses.fields(cast(Any, happened))}
    told |= {"organisation": str(organisation)} | ({"actor": str(actor)} if actor else {})
    words = " ".join(f"{key}={value}" for key, value in told.items())
    log.info("%s %s", name, words, extra={"told": {"event": name, **told}})
