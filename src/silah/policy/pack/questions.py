"""What is asked, one a page, and why the answer is needed."""

from typing import Literal

from .shape import Ident, Part, Words
from .vocabulary import Classification

QuestionType = Literal[
    "choice",
    "yes_no",
    "place",
    "service",
    "mobile",
    "code",
    "identity",
    "name",
    "integer",
    "money",
    "text",
    "safe_contact",
    "papers",
    "date",
    "persons",
    "agent",
    "writer",
]

Purpose = Literal[
    "territory", "service", "urgency", "identity", "contact", "requirements", "eligibility", "study"
]


class Condition(Part):
    """True when the named answer or fact equals, is one of, or lies within. Exactly one test."""

    question: Words
    equals: str | bool | int | None = None
    any: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None


class Option(Part):
    id: Ident
    label: Words
    hint: str = ""


class Question(Part):
    id: Ident
    text: Words
    hint: str = ""
    type: QuestionType
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    classification: Classification
    reusable: bool = False
    """Known once, never asked again: only confirmed."""
    material: bool = False
    """A change by the applicant after signing needs signing again."""
    ask_when: Condition | None = None
    read_for: tuple[Purpose, ...]
    """Who needs the answer. A question that nobody reads is not asked."""
