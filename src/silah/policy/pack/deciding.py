"""Who decides, and who hears an objection. People are named at run time; the pack has their seats."""

from typing import Annotated, Literal

from pydantic import Field

from .shape import Halalas, Ident, Part, Positive, Words
from .vocabulary import RoleId


class AppealBody(Part):
    """The association's own: the policies leave it unsaid."""

    source: Literal["association"]
    name: Words
    by: Words
    seats: tuple[RoleId, ...]
    object_within_days: Positive
    answer_within_working_days: Positive


class Quorum(Part):
    rule: Literal["more_than_half"]
    chair_required: bool

    def met(self, *, seats: int, present: int, chair_present: bool) -> bool:
        """`seats` and `present` both leave out whoever stands outside the item."""
        return present * 2 > seats and (chair_present or not self.chair_required)


class Committee(Part):
    kind: Literal["committee"]
    min_size: Annotated[int, Field(ge=3)]
    quorum: Quorum
    tie: Literal["chair_decides", "rejected"]
    alternates: Positive
    """How many alternates must be named, in order, before the committee may sit."""
    sits_every_days: Positive
    appeal_body: AppealBody


class Delegation(Part):
    allowed: bool
    limit: Halalas | None = None
    """The most a delegate may decide; never more than the step's own limit."""
    max_days: Positive | None = None


class ApproverStep(Part):
    id: Ident
    role: RoleId
    title: Words
    limit: Halalas | None = None
    """The largest amount this step may settle alone; without one, any amount."""
    delegation: Delegation

    def settles(self, amount: int) -> bool:
        return self.limit is None or amount <= self.limit


class Management(Part):
    kind: Literal["management"]
    steps: Annotated[tuple[ApproverStep, ...], Field(min_length=1)]
    appeal_body: AppealBody

    def steps_for(self, amount: int) -> tuple[ApproverStep, ...]:
        """In order, through the first step that may settle the amount; a refusal takes the first alone."""
        for count, step in enumerate(self.steps, start=1):
            if step.settles(amount):
                return self.steps[:count]
        return ()


DecidingBody = Annotated[Committee | Management, Field(discriminator="kind")]
