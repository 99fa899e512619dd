"""Reads of requests; the actor first."""

from silah.journey.requests.gaps import MissingItem
from silah.journey.requests.queries.answers import AnswerView, declared_answers, raw_answers
from silah.journey.requests.queries.case import NOBODY, CaseView, PersonView, case, household, person_row
from silah.journey.requests.queries.papers import ItemView, items, missing
from silah.journey.requests.queries.rows import (
    acts_for,
    by_reference,
    case_row,
    facts_of,
    item_row,
    open_request_of,
)
from silah.journey.requests.queries.signatures import (
    SignatureView,
    ToSign,
    Verified,
    declaration_stands,
    signatures,
    to_sign,
    verify_declaration,
)
from silah.journey.requests.queries.status import MineRow, Status, StatusStep, mine, open_until, status
from silah.journey.requests.queries.window import PauseView, WindowView, window
from silah.journey.requests.queries.worklist import Filters, WorklistRow, stage_counts, worklist

__all__ = [
    "NOBODY",
    "AnswerView",
    "CaseView",
    "Filters",
    "ItemView",
    "MineRow",
    "MissingItem",
    "PauseView",
    "PersonView",
    "SignatureView",
    "Status",
    "StatusStep",
    "ToSign",
    "Verified",
    "WindowView",
    "WorklistRow",
    "acts_for",
    "by_reference",
    "case",
    "case_row",
    "declaration_stands",
    "declared_answers",
    "facts_of",
    "household",
    "item_row",
    "items",
    "mine",
    "missing",
    "open_request_of",
    "open_until",
    "person_row",
    "raw_answers",
    "signatures",
    "stage_counts",
    "status",
    "to_sign",
    "verify_declaration",
    "window",
    "worklist",
]
