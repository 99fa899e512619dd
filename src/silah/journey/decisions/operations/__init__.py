"""Every verb of deciding; portal, desk, api and timers call these and nothing else."""

from .appeals import assign_appeal, dismiss, file_appeal, note_overdue_appeal, uphold
from .approvals import approve
from .committee import end_seat, form_committee, seat_member
from .decisions import correct, erase_words, undo
from .delays import tell_delay
from .delegations import delegate, end_delegation, seat_approver
from .minutes import attach_signed_minutes, confirm_minutes
from .parts import Proposal
from .recorded import Exceptional
from .recording import record_sitting
from .replies import hand_over_reply, log_try, receive, release, release_early, release_many
from .sittings import cancel_sitting, open_sitting, refresh_agenda

__all__ = [
    "Exceptional",
    "Proposal",
    "approve",
    "assign_appeal",
    "attach_signed_minutes",
    "cancel_sitting",
    "confirm_minutes",
    "correct",
    "delegate",
    "dismiss",
    "end_delegation",
    "end_seat",
    "erase_words",
    "file_appeal",
    "form_committee",
    "hand_over_reply",
    "log_try",
    "note_overdue_appeal",
    "open_sitting",
    "receive",
    "record_sitting",
    "refresh_agenda",
    "release",
    "release_early",
    "release_many",
    "seat_approver",
    "seat_member",
    "tell_delay",
    "undo",
    "uphold",
]
