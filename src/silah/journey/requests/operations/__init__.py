"""Writes to a request, one function a verb."""

from silah.journey.requests.operations.answers import change_answer, correct_on_record
from silah.journey.requests.operations.closing import close
from silah.journey.requests.operations.completing import complete, recalculate_window
from silah.journey.requests.operations.explaining import explain
from silah.journey.requests.operations.handing import hand_on_request
from silah.journey.requests.operations.household import leave_out_person, name_person
from silah.journey.requests.operations.items import (
    accept_item,
    exempt_item,
    name_lack,
    present_item,
    refuse_item,
)
from silah.journey.requests.operations.once import AlreadyOpen
from silah.journey.requests.operations.reminding import (
    announce_expiry,
    expire,
    note_overdue,
    remind,
)
from silah.journey.requests.operations.signing import (
    consent_health,
    send_signing_code,
    sign,
    witness_signature,
)
from silah.journey.requests.operations.stage import advance, withdraw
from silah.journey.requests.operations.submitting import Signature, submit
from silah.journey.requests.operations.together import advance_many
from silah.journey.requests.operations.waiting import pause, resume

__all__ = [
    "AlreadyOpen",
    "Signature",
    "accept_item",
    "advance",
    "advance_many",
    "announce_expiry",
    "change_answer",
    "close",
    "complete",
    "consent_health",
    "correct_on_record",
    "exempt_item",
    "expire",
    "explain",
    "hand_on_request",
    "leave_out_person",
    "name_lack",
    "name_person",
    "note_overdue",
    "pause",
    "present_item",
    "recalculate_window",
    "refuse_item",
    "remind",
    "resume",
    "send_signing_code",
    "sign",
    "submit",
    "withdraw",
    "witness_signature",
]
