"""What happens while a request is decided and the outcome told."""

from .appeals import AppealAssigned, AppealDecided, AppealFiled, AppealOverdue
from .approvals import Approved, ApproverSeated, DelegationEnded, DelegationGiven
from .decided import Corrected, Decided, Undone, WordsErased
from .replies import (
    DelayTold,
    ReplyClosed,
    ReplyHandedOver,
    ReplyReady,
    ReplyReceived,
    ReplyReleased,
    ReplyTried,
)
from .sittings import (
    AgendaDrawn,
    CommitteeFormed,
    ItemLeft,
    MemberRecused,
    MinutesConfirmed,
    MinutesFinal,
    SeatChanged,
    SittingCancelled,
    SittingOpened,
    SittingRecorded,
)

__all__ = [
    "AgendaDrawn",
    "AppealAssigned",
    "AppealDecided",
    "AppealFiled",
    "AppealOverdue",
    "Approved",
    "ApproverSeated",
    "CommitteeFormed",
    "Corrected",
    "Decided",
    "DelayTold",
    "DelegationEnded",
    "DelegationGiven",
    "ItemLeft",
    "MemberRecused",
    "MinutesConfirmed",
    "MinutesFinal",
    "ReplyClosed",
    "ReplyHandedOver",
    "ReplyReady",
    "ReplyReceived",
    "ReplyReleased",
    "ReplyTried",
    "SeatChanged",
    "SittingCancelled",
    "SittingOpened",
    "SittingRecorded",
    "Undone",
    "WordsErased",
]
