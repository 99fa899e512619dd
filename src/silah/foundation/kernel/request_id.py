"""Which request a line of the log belongs to: a word of chance that says nothing about anybody."""

from __future__ import annotations

import secrets
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("silah_request", default="")


def begin() -> str:
    """A new one, 16 letters, for the request that begins here."""
    made = secrets.token_hex(8)
    _current.set(made)
    return made


def end() -> None:
    _current.set("")


def current() -> str:
    """Empty outside of a request."""
    return _current.get()
