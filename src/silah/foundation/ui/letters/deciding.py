"""Papers of the body that decides: a sitting's minutes, or the chain of approvers."""

from dataclasses import dataclass
from typing import ClassVar

from .parts import Day, Fact, Letter, Signatory


@dataclass(frozen=True)
class Attendee:
    name: str
    role: str
    state: str


@dataclass(frozen=True)
class Recusal:
    item: str
    member: str
    reason: str
    alternate: str = ""


@dataclass(frozen=True)
class AgendaItem:
    number: str
    reference: str
    applicant: str
    asked: str
    recommendation: str
    outcome: str
    reason: str
    votes: str
    amount: str = ""
    period: str = ""


@dataclass(frozen=True)
class Budget:
    granted: str
    available: str
    left: str


@dataclass(frozen=True, kw_only=True)
class Minutes(Letter):
    kind: ClassVar[str] = "minutes"

    body: str
    number: str
    held_on: Day
    place: str
    opened: str
    recorded: str
    quorum: str
    attendance: tuple[Attendee, ...]
    items: tuple[AgendaItem, ...]
    confirmations: tuple[Signatory, ...]
    recusals: tuple[Recusal, ...] = ()
    budget: Budget | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ApprovalStep:
    role: str
    name: str
    limit: str
    outcome: str
    reason: str
    day: Day
    delegation: str = ""


@dataclass(frozen=True, kw_only=True)
class Approval(Letter):
    kind: ClassVar[str] = "approval"

    request_reference: str
    applicant: str
    asked: str
    recommendation: str
    chain: tuple[ApprovalStep, ...]
    outcome: str
    reasons: tuple[str, ...]
    clause: str
    clause_reference: str
    facts: tuple[Fact, ...] = ()
    amount: str = ""
    amount_in_words: str = ""
    period: str = ""
