"""Reads of deciding; the actor first. Pages get frozen values, operations get rows."""

from .agenda import ItemView
from .appealing import decided_by
from .appeals import AppealRow, AppealView, appeal, appeal_row, appeals, of_case
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
from .outcome import DecisionView, decision, decision_row, decisions_asked, decisions_of, was_told
from .outcome import view as decision_view
from .replies import OverdueRow, ReplyRow, early_reasons, reply, reply_row, reply_rows
from .reply_lists import EARLY, WHICH, any_early, early_among, early_sittings, overdue, replies
from .reply_lists import counts as reply_counts
from .reply_lists import counts_asked as reply_counts_asked
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
from .telling import Objection, Told, objections, told, told_reply

__all__ = [
    "EARLY",
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
    "any_early",
    "appeal",
    "appeal_row",
    "appeals",
    "approval",
    "barred",
    "committee",
    "committee_row",
    "decided_by",
    "decision",
    "decision_row",
    "decision_view",
    "decisions_asked",
    "decisions_of",
    "delegation_row",
    "delegations",
    "early_among",
    "early_reasons",
    "early_sittings",
    "is_management",
    "is_one_open",
    "objections",
    "of_case",
    "overdue",
    "queue",
    "replies",
    "reply",
    "reply_counts",
    "reply_counts_asked",
    "reply_row",
    "reply_rows",
    "seat_row",
    "seats",
    "sitting",
    "sitting_row",
    "sittings",
    "sittings_page",
    "told",
    "told_reply",
    "waiting",
    "was_told",
]
