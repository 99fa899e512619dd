"""What a log may hold: where it went wrong and what kind of error it was, never what it said.

A database repeats the failing row in its message, and a rule may name a person in its sentence.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

Info = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Line(logging.Formatter):
    def formatException(self, ei: Info) -> str:  # noqa: N802 - the library's name
        return "\n".join(part for error in _chain(ei[1]) for part in _told(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The first cause first."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    yield from reversed(found)


def _told(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    code = getattr(error, "sqlstate", None) or getattr(error, "code", "")
    yield f"{type(error).__module__}.{type(error).__qualname__} {code}".rstrip()
