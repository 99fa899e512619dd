"""The policy's clauses, and how clauses and headings make up its whole text."""

from typing import Literal

from .shape import Part, Words

NO_CONTROL = "none"


class Clause(Part):
    """Word for word, slips included. Without text it is absent, or a gap that says what is missing."""

    id: Words
    text: Words | None = None
    absent: bool = False
    control: Words | None = None
    gap: Words | None = None
    reading: Words | None = None
    """The meaning chosen where the words allow more than one."""
    read_by: Words | None = None


class TextPart(Part):
    """A stretch of the text. `words` is given unless a clause stands whole in one place."""

    kind: Literal["clause", "heading", "page_header", "contents"]
    clause: Words | None = None
    words: Words | None = None


class PolicyText(Part):
    parts: tuple[TextPart, ...]
    source: Words
    """The association's own file, unchanged."""
