"""The parts all bodies are made of: strict where they come in, plain where they go out.

Moments are UTC, days `2026-11-23`, money whole halalas. Text that people write (ids, telephone numbers,
answers) stays text, with the digits of any keyboard; the kernel reads it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("day")
    return date.fromisoformat(value)


def _moment(value: Any) -> Any:
    if not isinstance(value, str) or not value.isascii():
        raise ValueError("moment")
    found = datetime.fromisoformat(value)
    if found.utcoffset() is None or not date.min.year < found.year < date.max.year:
        raise ValueError("moment")  # at either end of time another zone's day would be outside it
    return found.astimezone(UTC)  # of zones, the database knows fewer than this reads


def _id(value: Any) -> Any:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise ValueError("id")
    return UUID(value)


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Id = Annotated[UUID, BeforeValidator(_id)]
Halalas = Annotated[int, Field(ge=0, le=10**12)]
Line = Annotated[str, StringConstraints(max_length=200)]
Words = Annotated[str, StringConstraints(max_length=4000)]
Version = Annotated[int, Field(ge=0, le=2**31)]


class Body(Schema):
    """What comes in: nothing unknown, nothing guessed."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Shape(Schema):
    """What goes out, read from a query's frozen value."""


class Made(Shape):
    """What came of an act: the row it made or changed."""

    id: UUID
