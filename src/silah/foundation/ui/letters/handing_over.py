"""Papers of delivery: the order to pay and the receiver's proof."""

from dataclasses import dataclass
from typing import ClassVar

from .file_papers import Signature
from .parts import Day, Fact, Letter, Signatory


@dataclass(frozen=True, kw_only=True)
class PaymentOrder(Letter):
    kind: ClassVar[str] = "payment_order"

    request_reference: str
    decision_reference: str
    payee: str
    iban: str
    bank: str
    amount: str
    amount_in_words: str
    purpose: str
    prepared_by: Signatory
    approved_by: Signatory
    period: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Delivered:
    what: str
    quantity: str
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class DeliveryProof(Letter):
    kind: ClassVar[str] = "delivery_proof"

    request_reference: str
    decision_reference: str
    items: tuple[Delivered, ...]
    delivered_on: Day
    place: str
    delivered_by: Signatory
    received: Signature
    witnesses: tuple[Signatory, ...] = ()
    notes: tuple[str, ...] = ()
