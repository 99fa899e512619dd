"""What a log may hold: where it went wrong and what kind of error it was, never what it said.

A database repeats the failing row in its message, and a rule may name a person in its sentence.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from silah.foundation.kernel import request_id

Info = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Line(logging.Formatter):
    def formatException(self, ei: Info) -> str:  # noqa: N802 - the library's name
        return "\n".join(part for error in _chain(ei[1]) for part in _told(error))


class JsonLine(Line):
    """A line for a machine that gathers logs: one object, with the request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current := request_id.current():
            line["request"] = current
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


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
