"""When a reply is due: a floor that the policy's words give, and a ceiling that only the board can give."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .shape import Ident, Part, Positive, Words


class Minutes(Part):
    number: Words
    date: date


class EarlyReason(Part):
    id: Ident
    label: Words


class Unfinished(Part):
    """How long what is not complete yet stays open. A request never ends without a notice before it."""

    draft_days: Positive
    """A draft is kept so long after it was last written in."""
    remind_after_days: Positive
    """After so many days without a word from the applicant, and again after as many."""
    announce_after_days: Positive
    """After so many days without a word, the last day is told."""
    end_after_days: Positive
    """So many days after it was told."""


class ReplyWindow(Part):
    floor_days: Positive | None = None
    """From the policy's words; a policy that states only a ceiling has none."""
    ceiling_days: Positive | None = None
    ceiling_minutes: Minutes | None = None
    mode: Literal["inform", "hold", "ceiling"]
    starts: Literal["last_item"]
    name_lack_within_working_days: Positive
    early_reasons: Annotated[tuple[EarlyReason, ...], Field(min_length=3, max_length=3)]
    aimed_at: Words
    """What the latest date is called while no minutes fix it."""
    promised: Words
    unfinished: Unfinished

    @property
    def earliest_after_days(self) -> int:
        """Read as a ceiling, the two weeks hold nothing back."""
        return 0 if self.mode == "ceiling" else self.floor_days or 0

    @property
    def latest_after_days(self) -> int | None:
        if self.mode == "ceiling":
            return self.ceiling_days or self.floor_days
        return self.ceiling_days

    @property
    def is_promised(self) -> bool:
        return self.ceiling_minutes is not None

    @property
    def latest_is_called(self) -> str:
        return self.promised if self.is_promised else self.aimed_at
