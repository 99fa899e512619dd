"""Reads of deciding; the actor first. Pages get frozen values, operations get rows."""

from .agenda import ItemView
from .appealing import decided_by
from .appeals import AppealRow, AppealView, appeal, appeal_row, appeals, appeals_page, of_case
from .approvals import (
    ApprovalRow,
    ApprovalView,
    DelegationView,
    approval,
    delegation_row,
    delegations,
    is_management,
    queue,
    seats,
)
from .outcome import DecisionView, decision, decision_row, decisions_of, was_told
from .outcome import view as decision_view
from .replies import (
    OverdueRow,
    ReplyRow,
    early_reasons,
    ready,
    reply,
    reply_row,
    reply_rows,
    undelivered,
)
from .reply_lists import WHICH, overdue, replies
from .reply_lists import counts as reply_counts
from .sittings import (
    CommitteeView,
    SittingRow,
    SittingView,
    committee,
    committee_row,
    is_one_open,
    seat_row,
    sitting,
    sitting_row,
    sittings,
    sittings_page,
    waiting,
)
from .standing import barred
from .telling import Objection, Told, objections, told

__all__ = [
    "WHICH",
    "AppealRow",
    "AppealView",
    "ApprovalRow",
    "ApprovalView",
    "CommitteeView",
    "DecisionView",
    "DelegationView",
    "ItemView",
    "Objection",
    "OverdueRow",
    "ReplyRow",
    "SittingRow",
    "SittingView",
    "Told",
    "appeal",
    "appeal_row",
    "appeals",
    "appeals_page",
    "approval",
    "barred",
    "committee",
    "committee_row",
    "decided_by",
    "decision",
    "decision_row",
    "decision_view",
    "decisions_of",
    "delegation_row",
    "delegations",
    "early_reasons",
    "is_management",
    "is_one_open",
    "objections",
    "of_case",
    "overdue",
    "queue",
    "ready",
    "replies",
    "reply",
    "reply_counts",
    "reply_row",
    "reply_rows",
    "seat_row",
    "seats",
    "sitting",
    "sitting_row",
    "sittings",
    "sittings_page",
    "told",
    "undelivered",
    "waiting",
    "was_told",
]
