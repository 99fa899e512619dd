"""Reads of requests; the actor first."""

from silah.journey.requests.gaps import MissingItem
from silah.journey.requests.queries.answers import AnswerView, declared_answers, raw_answers
from silah.journey.requests.queries.case import (
    NOBODY,
    CaseView,
    PersonView,
    case,
    case_asked,
    household,
    person_row,
)
from silah.journey.requests.queries.kin import concerns_kin, seen_by
from silah.journey.requests.queries.papers import ItemView, items, missing
from silah.journey.requests.queries.rows import (
    acts_for,
    by_reference,
    case_row,
    facts_of,
    item_row,
    open_request_of,
    row_asked,
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
from silah.journey.requests.queries.status import (
    MineRow,
    Status,
    StatusStep,
    mine,
    mine_asked,
    open_until,
    status,
    status_asked,
)
from silah.journey.requests.queries.window import PauseView, WindowView, window
from silah.journey.requests.queries.worklist import (
    Filters,
    WorklistRow,
    stage_counts,
    stage_counts_asked,
    worklist,
)

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
    "case_asked",
    "case_row",
    "concerns_kin",
    "declaration_stands",
    "declared_answers",
    "facts_of",
    "household",
    "item_row",
    "items",
    "mine",
    "mine_asked",
    "missing",
    "open_request_of",
    "open_until",
    "person_row",
    "raw_answers",
    "row_asked",
    "seen_by",
    "signatures",
    "stage_counts",
    "stage_counts_asked",
    "status",
    "status_asked",
    "to_sign",
    "verify_declaration",
    "window",
    "worklist",
]
