"""The five ways an operation says no, and how a parser says that a text has the wrong form.

A domain error carries a sentence a person can act on; the room that raises it writes the sentence.
The kernel itself speaks to nobody: its parsers raise ``Malformed`` with a code, and a door or a form
chooses the words for that code.
"""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """Base of the five. ``fields`` maps a field's name to what is wrong with it."""

    default_code: ClassVar[str] = "error"

    def __init__(
        self, message: str = "", *, fields: Mapping[str, str] | None = None, code: str | None = None
    ) -> None:
        self.fields: dict[str, str] = dict(fields or {})
        self.message: str = str(message) or next(iter(self.fields.values()), "")
        self.code: str = code or self.default_code
        super().__init__(self.message)


class NotFound(DomainError):
    """Absent, or another association's: the two are told alike."""

    default_code = "not_found"


class NotAllowed(DomainError):
    """The actor may not. ``refusal`` is what the operation's wrapper keeps for the journal."""

    default_code = "not_allowed"

    def __init__(
        self, message: str = "", *, fields: Mapping[str, str] | None = None, code: str | None = None
    ) -> None:
        super().__init__(message, fields=fields, code=code)
        self.refusal: object | None = None


class Invalid(DomainError):
    """What was given does not do; ``fields`` says where."""

    default_code = "invalid"


class Conflict(DomainError):
    """Right in itself, but the row has changed or already stands otherwise."""

    default_code = "conflict"


class NotYet(DomainError):
    """Allowed later: a step before it is not finished, or a date has not come."""

    default_code = "not_yet"


class Malformed(ValueError):
    """A text that is not what it should be. ``code`` is stable, for translation into a sentence."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code: str = code
        super().__init__(detail or code)
