"""Entitlement, the payee's account, the payment or hand-over, and the proof."""

from silah.journey.delivery.operations.accounts import approve_account, propose_account
from silah.journey.delivery.operations.entitlement import entitle, hand_on
from silah.journey.delivery.operations.orders import approve, prepare, record_returned, send
from silah.journey.delivery.operations.proof import issue_code, prove

__all__ = [
    "approve",
    "approve_account",
    "entitle",
    "hand_on",
    "issue_code",
    "prepare",
    "propose_account",
    "prove",
    "record_returned",
    "send",
]
