"""Entitlement, the payee's account, the payment or hand-over, and the proof."""

from silah.journey.delivery.operations.accounts import approve_account, decline_account, propose_account
from silah.journey.delivery.operations.entitlement import entitle, hand_on
from silah.journey.delivery.operations.orders import (
    approval_facts,
    approve,
    hand_over,
    prepare,
    record_returned,
    send,
    send_back,
)
from silah.journey.delivery.operations.proof import issue_code, prove

__all__ = [
    "approval_facts",
    "approve",
    "approve_account",
    "decline_account",
    "entitle",
    "hand_on",
    "hand_over",
    "issue_code",
    "prepare",
    "propose_account",
    "prove",
    "record_returned",
    "send",
    "send_back",
]
