"""A service: what is asked, required and awarded, and how it reaches the person."""

from typing import Literal

from .eligibility import Eligibility
from .questions import Question
from .requirements import Requirement
from .shape import Halalas, Ident, Part, Positive, Words

Proof = Literal["code", "signature", "witnessed"]


class Award(Part):
    """At most `ceiling` for each `per`, and at most `times` of them."""

    ceiling: Halalas
    per: Literal["once", "month", "cycle"]
    times: Positive
    months: Positive
    """How long an acceptance holds."""
    contents: tuple[Words, ...] = ()


class Partner(Part):
    id: Ident
    name: Words
    place: Words
    licence: Words


class Delivery(Part):
    kind: Literal["payment_order", "hand_over", "pay_provider"]
    within_working_days: Positive
    proofs: tuple[Proof, ...]
    partners: tuple[Partner, ...] = ()

    @property
    def needs_iban(self) -> bool:
        return self.kind == "payment_order"


class RejectionReason(Part):
    id: Ident
    label: Words
    sentence: Words
    """What the person is told."""


class Service(Part):
    id: Ident
    source: Literal["association"]
    """Services are the association's own parameters, not the policy's words."""
    kind: Literal["aid", "urgent", "priced", "member", "referral"]
    unit: Literal["household", "couple"]
    title: Words
    discreet_title: Words
    """What a message or a file name may say."""
    summary: Words
    who_for: Words
    what_you_get: Words
    questions: tuple[Question, ...]
    requirements: tuple[Requirement, ...]
    eligibility: Eligibility
    award: Award
    delivery: Delivery
    reasons: tuple[RejectionReason, ...]

    def question(self, key: str) -> Question:
        return next(question for question in self.questions if question.id == key)

    def requirement(self, key: str) -> Requirement:
        return next(requirement for requirement in self.requirements if requirement.id == key)

    def reason(self, key: str) -> RejectionReason:
        return next(reason for reason in self.reasons if reason.id == key)

    @property
    def material_fields(self) -> frozenset[str]:
        return frozenset(question.id for question in self.questions if question.material)
