"""Letters to the person who asked."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from .parts import Day, Letter, Signatory


@dataclass(frozen=True, kw_only=True)
class Reply(Letter):
    """Without `signed_by` the association's name closes the letter. `asked` is what was asked for, in words."""

    addressee: str
    request_reference: str
    asked: str
    contact: str
    signed_by: Signatory | None = None


@dataclass(frozen=True)
class MissingItem:
    what: str
    for_whom: str
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt(Reply):
    kind: ClassVar[str] = "receipt"

    submitted: Day
    next_step: str
    missing: tuple[MissingItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WindowNotice(Reply):
    """Without `board_minutes` the last day reads as one aimed at; without `earliest` there is no floor.

    `least` is the floor in words, «أسبوعين»; `held` says that nothing leaves before `earliest`.
    """

    kind: ClassVar[str] = "window_notice"

    studied_by: str
    complete_on: Day
    latest: Day
    earliest: Day | None = None
    least: str = ""
    held: bool = False
    board_minutes: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Appeal:
    until: Day
    heard_by: str
    how: str


@dataclass(frozen=True)
class Answer:
    """To an objection. `earlier` is the number of the decision that was objected to."""

    reference: str
    upheld: bool
    earlier: str


@dataclass(frozen=True, kw_only=True)
class Decision(Reply):
    kind: ClassVar[str] = "decision"

    outcome: Literal["accept", "accept_in_part", "reject"]
    decided_by: str
    decided_on: Day
    decision_reference: str
    clause: str
    clause_reference: str
    reasons: tuple[str, ...] = ()
    amount: str = ""
    amount_in_words: str = ""
    period: str = ""
    not_granted: str = ""
    next_step: str = ""
    earlier_decision: str = ""
    appeal: Appeal | None = None
    answer: Answer | None = None
