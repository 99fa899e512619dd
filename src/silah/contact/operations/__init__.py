"""Writes at reception, one function a verb."""

from silah.contact.operations.answers import (
    add_question,
    answer_question,
    approve_answer,
    hand_on_promise,
    promise_answer,
    retire_answer,
)
from silah.contact.operations.contacts import (
    close_contact,
    disclose,
    link_request,
    log_contact,
    name_party,
    record_visitor_word,
    verify_caller,
)
from silah.contact.operations.word import give_word, invite_word

__all__ = [
    "add_question",
    "answer_question",
    "approve_answer",
    "close_contact",
    "disclose",
    "give_word",
    "hand_on_promise",
    "invite_word",
    "link_request",
    "log_contact",
    "name_party",
    "promise_answer",
    "record_visitor_word",
    "retire_answer",
    "verify_caller",
]
