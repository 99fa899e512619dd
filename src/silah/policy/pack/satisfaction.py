"""How a rating is invited; procedure and provider are asked about apart."""

from typing import Annotated, Literal

from pydantic import Field

from .shape import Ident, Part, Words


class Grade(Part):
    value: Annotated[int, Field(ge=1, le=10)]
    label: Words


class RatingQuestion(Part):
    id: Ident
    subject: Literal["procedure", "provider"]
    text: Words


class Satisfaction(Part):
    invitation: Words
    declining: Words
    questions: tuple[RatingQuestion, ...]
    scale: Annotated[tuple[Grade, ...], Field(min_length=2)]
    min_cell: Annotated[int, Field(ge=5)]
    """Fewer answers than this are never shown as a figure."""
