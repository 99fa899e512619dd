"""Typed journal entries: what an event may carry, and how it is read back years later."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol, cast
from uuid import UUID

from silah.foundation.journal.models import Compartment
from silah.foundation.kernel.canonical import as_text
from silah.foundation.tenancy.rows import as_id

Value = UUID | str | int | bool | date | datetime | None


class Event(Protocol):
    """A frozen dataclass of ids, codes, dates and amounts, with one Arabic sentence that says it.

    `event()` adds `event_name`, `event_version` and `event_compartment` to its class.
    """

    def sentence(self) -> str: ...


class Registered(Event, Protocol):
    """What every event is once its decorator has run."""

    event_name: str
    event_version: int
    event_compartment: Compartment
    event_quiet: Mapping[str, Value] | None


_known: dict[tuple[str, int], type[Event]] = {}


def event[T](
    name: str,
    *,
    version: int = 1,
    compartment: Compartment = Compartment.OPEN,
    quiet: Mapping[str, Value] | None = None,
) -> Callable[[type[T]], type[T]]:
    """Registers a frozen dataclass under a name that is never reused: `room.what_happened`.

    `quiet`: what its fields hold when it is machinery that asks nothing of anybody; none of them where it always is.
    """

    def register(cls: type[T]) -> type[T]:
        if (name, version) in _known:
            raise ValueError(f"two events are called {name} {version}")
        if not hasattr(cls, "sentence"):
            raise ValueError(f"{name} has no sentence")
        kind = cast(Any, cls)
        kind.event_name, kind.event_version, kind.event_compartment = name, version, compartment
        kind.event_quiet = quiet
        _known[name, version] = kind
        return cls

    return register


def registered(happened: Event) -> Registered:
    """The same event, with the names its decorator gave it."""
    return cast(Registered, happened)


def is_quiet(happened: Event) -> bool:
    """True, and read by nobody in a hurry: a code, a message on its way."""
    quiet = registered(happened).event_quiet
    return quiet is not None and all(getattr(happened, key) == value for key, value in quiet.items())


def quiet_events() -> list[tuple[str, dict[str, Any]]]:
    """Their names, and what their data holds when they are."""
    kinds = map(registered, cast("Iterable[Event]", _known.values()))
    return sorted((kind.event_name, dict(kind.event_quiet)) for kind in kinds if kind.event_quiet is not None)


def known_events() -> dict[tuple[str, int], type[Event]]:
    return dict(_known)


def data_of(happened: Event) -> dict[str, Any]:
    """The fields as strings, whole numbers and lists, ready for canonical JSON."""
    return {
        field.name: _plain(getattr(happened, field.name)) for field in dataclasses.fields(cast(Any, happened))
    }


def load(name: str, version: int, data: dict[str, Any]) -> Event:
    """The event as it was recorded; a field added since has its default."""
    cls = _known[name, version]
    fields, readers = _reading(cls)
    values = {key: value for key, value in data.items() if key in fields}
    for key, read in readers:
        if values.get(key) is not None:
            values[key] = read(values[key])
    if len(values) < len(fields):
        return cls(**values)
    happened = object.__new__(cls)  # a frozen class sets field by field, ten times as slowly
    happened.__dict__.update(values)
    return happened


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | date):  # a datetime is a date too
        return as_text(value)
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"an event cannot carry {type(value).__name__}")


type Reader = Callable[[Any], Any]


@cache
def _reading(cls: type[Event]) -> tuple[frozenset[str], tuple[tuple[str, Reader], ...]]:
    """The fields of this event, and how those are read that JSON keeps as something else."""
    hints = typing.get_type_hints(cls)
    readers = ((key, _reader(hint)) for key, hint in hints.items())
    return frozenset(hints), tuple((key, read) for key, read in readers if read is not None)


def _reader(hint: Any) -> Reader | None:
    """Of a value that is not None; none where it is the same."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _reader(next(arg for arg in typing.get_args(hint) if arg is not type(None)))
    if origin in (tuple, list, frozenset, set):
        each = _reader(typing.get_args(hint)[0])
        return origin if each is None else lambda values: origin(map(each, values))
    return _FROM_TEXT.get(hint)


_FROM_TEXT: dict[Any, Reader] = {
    UUID: as_id,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}
