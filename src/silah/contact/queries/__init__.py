"""Reads about contacts and messages; the actor first."""

from silah.contact.queries.contacts import (
    ApprovedView,
    ContactLine,
    ContactView,
    PromiseLine,
    QuestionView,
    approved_answer_row,
    approved_answers,
    contact,
    contact_row,
    contacts,
    contacts_of,
    promises,
    question_row,
)
from silah.contact.queries.outbox import Letter, OutboxLine, letters_of, outbox, unreachable

__all__ = [
    "ApprovedView",
    "ContactLine",
    "ContactView",
    "Letter",
    "OutboxLine",
    "PromiseLine",
    "QuestionView",
    "approved_answer_row",
    "approved_answers",
    "contact",
    "contact_row",
    "contacts",
    "contacts_of",
    "letters_of",
    "outbox",
    "promises",
    "question_row",
    "unreachable",
]
