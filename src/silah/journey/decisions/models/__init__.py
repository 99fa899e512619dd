"""Rows of deciding: who sits, what was put to them, what they decided, how it reached the applicant."""

from .appeals import Appeal
from .approvals import Approval, ApproverSeat, Delegation
from .committee import Committee, CommitteeSeat
from .decisions import Decision, Words
from .replies import DelayNotice, Reply, ReplyTry
from .sittings import AgendaItem, Attendance, MinutesConfirmation, Recusal, Sitting, Vote

__all__ = [
    "AgendaItem",
    "Appeal",
    "Approval",
    "ApproverSeat",
    "Attendance",
    "Committee",
    "CommitteeSeat",
    "Decision",
    "DelayNotice",
    "Delegation",
    "MinutesConfirmation",
    "Recusal",
    "Reply",
    "ReplyTry",
    "Sitting",
    "Vote",
    "Words",
]
