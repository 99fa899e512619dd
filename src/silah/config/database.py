"""The database a process needs: the one `DATABASE_URL` names, or the embedded server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from silah.config import embedded, environment


def hold() -> embedded.Handle | None:
    """Keep the embedded server up for as long as the handle lives; nothing where `DATABASE_URL` is set."""
    if os.environ.get("DATABASE_URL"):
        return None
    return embedded.ensure_running(environment.data_folder())


@contextmanager
def available() -> Iterator[None]:
    handle = hold()
    try:
        yield
    finally:
        if handle:
            handle.release()
